"""The oversight summary as it leaves the vault: published for an audience, then written in any
form.
"""

SCHEMA = "supervision-tui/oversight/1"
