"""The review as a PDF, set by typst."""
