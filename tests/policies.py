"""Parts of a service's own policy that several tests use."""

from __future__ import annotations

SHORT_BREAKS = """
[plans.short-breaks]
words = "short breaks"
short = "SB"
interval_days = 84
minutes = 4
weight = 0.5
"""
