"""The practice policy: every number that the rules work with, each with its source, and the
reflective models.
"""
