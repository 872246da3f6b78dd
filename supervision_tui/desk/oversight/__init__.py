"""Oversight: the figures of a period, the records behind each, and the summary of all."""
