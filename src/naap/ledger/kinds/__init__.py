"""The kinds of claim, one file each. A new kind is a new file here that defines ``KIND``."""
