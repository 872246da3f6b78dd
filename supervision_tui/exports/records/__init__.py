"""The documents that hold records: of a child, a worker, a session."""
