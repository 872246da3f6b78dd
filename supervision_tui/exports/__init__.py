"""Documents out: one model, one writer a format, one way to a file."""
