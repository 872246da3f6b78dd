"""A document, and how it is written in each format."""
