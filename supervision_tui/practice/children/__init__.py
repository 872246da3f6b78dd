"""A child's events on record, and the dates that are due because of them."""
