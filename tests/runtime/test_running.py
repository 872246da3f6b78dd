"""Screens and widgets reach the parts by the app in which they are shown."""

from __future__ import annotations

import pytest
from textual.app import App

from supervision_tui.app.app import SupervisionApp
from supervision_tui.runtime.running import running_of
from supervision_tui.system.clock import Clock


def test_an_app_that_runs_supervision_has_its_parts() -> None:
    app = SupervisionApp(None, Clock())
    assert running_of(app) is app.running


def test_any_other_app_has_none() -> None:
    with pytest.raises(TypeError, match="runs no supervision"):
        running_of(App())
