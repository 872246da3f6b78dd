"""Supervision: how often, when next, what it holds, when its record is written."""
