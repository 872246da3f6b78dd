"""The history of every child and worker, read once and kept in memory."""
