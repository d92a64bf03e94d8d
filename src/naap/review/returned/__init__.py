"""What offices returned: the latest numbers on pages, every number in a data file."""
