"""Keys of figures that come as many as there are reasons or themes: what each begins with."""

from __future__ import annotations

CANCELLED = "sessions.cancelled: "
THEME = "theme: "
