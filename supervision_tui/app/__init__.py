"""The Textual app, and what only it can do: opening, locking, ending, going somewhere, coming
back.
"""
