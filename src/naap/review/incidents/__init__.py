"""The page on which readers look through incidents, and its script."""
