"""Pages on organisations, and their lineages drawn."""
