"""The operating system and Python as we ask them: the clock, files, child processes, the log for
support.
"""
