"""Pictures: what draws and colours them. Knows nothing of figures, so that a process which only
draws is small and soon there."""
