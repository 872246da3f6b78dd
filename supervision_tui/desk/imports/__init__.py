"""Files of a council held against the records: previewed, accepted in one transaction, undone as a
whole.
"""
