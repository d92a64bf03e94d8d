"""Decisions, results, ratings and what is wrong with the plan, on one page."""
