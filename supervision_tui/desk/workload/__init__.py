"""Workload: whose caseload crowds out supervision and why, and what the manager answers."""
