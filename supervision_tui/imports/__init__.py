"""Councils' files in: caseloads, workers, attendance. Nothing here knows records or SQL."""
