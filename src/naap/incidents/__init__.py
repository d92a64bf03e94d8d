"""Accounts of several data sets, read together."""
