"""Files in and out: councils' exports, summaries, invented data."""
