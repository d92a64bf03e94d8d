"""The public scorecard: points, areas and half-years, what is missing, what to ask."""
