"""The vault as a manager keeps it: backups, ways to unlock, settings, the policy in use, its
journal.
"""
