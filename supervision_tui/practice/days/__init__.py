"""Days: working days, spans, periods, and days as people type them."""
