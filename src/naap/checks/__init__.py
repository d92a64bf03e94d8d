"""Checks: whether published numbers add up, in the ledger and in prose."""
