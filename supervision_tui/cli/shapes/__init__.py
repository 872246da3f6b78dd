"""The JSON of the command line: its keys are promised, so each stands in one place."""
