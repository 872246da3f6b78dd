"""What a screen may use of the running app. It knows no screen."""
