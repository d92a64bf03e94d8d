"""The review as a Word document that an office edits."""
