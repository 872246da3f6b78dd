"""What social work says: pure rules, no storage, no screen, no clock."""
