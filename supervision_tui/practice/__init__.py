"""The rules of social work: pure, with no storage, no screen, no clock."""
