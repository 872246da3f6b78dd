"""What a person names is read whole or refused soon: a pipe into which nobody writes, a device that
never ends.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from supervision_tui.system import files
from supervision_tui.system.files import read_bytes, read_text

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices have no names there")


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pipe with a name, for which nobody waits long."""
    monkeypatch.setattr(files, "_PATIENCE", 0.01)
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def test_a_pipe_into_which_nobody_writes_is_not_waited_for(pipe: Path) -> None:
    with pytest.raises(OSError, match="nothing came from it"):
        read_bytes(pipe, 100)
    with pytest.raises(OSError, match="nothing came from it"):
        read_text(pipe, 100)


def test_what_somebody_writes_into_a_pipe_is_read(
    pipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 60.0)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"a plain\r\nsentence"))
    writer.start()
    assert read_text(pipe, 100) == "a plain\nsentence"
    writer.join()


def test_a_device_that_never_ends_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="too large"):
        read_bytes(Path("/dev/zero"), 100)
    with pytest.raises(OSError, match="too large"):
        read_text(Path("/dev/zero"), 100)


def test_a_file_is_read_up_to_its_last_letter_and_not_beyond(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("grün" * 25, encoding="utf-8")
    assert read_text(path, 100) == "grün" * 25
    with pytest.raises(OSError, match="too large"):
        read_text(path, 99)
    assert read_bytes(path, 125) == path.read_bytes()
    with pytest.raises(ValueError, match="decode"):
        read_text(path, 200, "ascii")
