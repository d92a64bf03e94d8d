"""Pages of recorded forecasts and of what designs find."""
