"""The parts of the running app that a screen may use. They know no screen."""
