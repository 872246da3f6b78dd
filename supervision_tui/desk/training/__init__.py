"""Training: bookings, development, dates of compliance, and coming back on duty."""
