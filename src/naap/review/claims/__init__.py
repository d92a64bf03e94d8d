"""Claims as readers meet them: beside the figure, or where many figures rest on them."""
