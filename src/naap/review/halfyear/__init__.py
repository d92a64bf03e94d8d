"""The six-monthly review: what a period brought, and the words of the office."""
