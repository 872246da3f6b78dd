"""Workload: whose caseload crowds out supervision, why, and what would help."""
