"""What several screens open: forms, exports, search, help, settings."""
