"""What is asked of the operating system and of Python: the clock, files, child processes, the log for support."""
