"""Audits: what is recorded of one, its lines, samples, practice weeks, and themes of practice."""
