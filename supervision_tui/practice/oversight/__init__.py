"""Oversight: which change is more than chance, which team lies outside, and what to know first."""
