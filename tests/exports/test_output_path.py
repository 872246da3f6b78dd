"""Where something that leaves is written: whole or not at all, noted, and over nothing that is
there already.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from supervision_tui.exports.output_path import written
from supervision_tui.vault.errors import AlreadyThere, VaultError


def test_files_come_into_their_places_once_they_are_noted(tmp_path: Path) -> None:
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    with written({one: b"1", other: b"2"}, None):
        assert not one.exists() and not other.exists()
    assert (one.read_bytes(), other.read_bytes()) == (b"1", b"2")
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["one.md", "other.md"]


@pytest.mark.parametrize("replaces", [True, False])
def test_where_it_cannot_be_noted_nothing_is_written_and_the_original_stays(
    tmp_path: Path, replaces: bool
) -> None:
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    if replaces:
        one.write_bytes(b"before")
    with (
        pytest.raises(VaultError, match="no room"),
        written({one: b"1", other: b"2"}, None, replaces=replaces),
    ):
        raise VaultError("no room for the journal")
    assert [each.name for each in tmp_path.iterdir()] == (["one.md"] if replaces else [])
    assert not replaces or one.read_bytes() == b"before"


def test_a_file_that_is_there_is_replaced_only_where_that_was_said(tmp_path: Path) -> None:
    target = tmp_path / "one.md"
    target.write_bytes(b"before")
    with (
        pytest.raises(AlreadyThere, match=r"one\.md is there already; --force replaces it"),
        written({target: b"1"}, None),
    ):
        pytest.fail("it was noted")
    assert target.read_bytes() == b"before"
    with written({target: b"1"}, None, replaces=True):
        pass
    assert target.read_bytes() == b"1"
    assert [each.name for each in tmp_path.iterdir()] == ["one.md"]


def test_a_file_that_comes_there_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    one, other = tmp_path / "a.md", tmp_path / "b.md"
    with pytest.raises(AlreadyThere), written({one: b"1", other: b"2"}, None):
        other.write_bytes(b"somebody else's")
    assert not one.exists()
    assert other.read_bytes() == b"somebody else's"
    assert [each.name for each in tmp_path.iterdir()] == ["b.md"]


def test_where_one_of_several_cannot_be_put_there_all_are_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "a.md", tmp_path / "b.md"
    one.write_bytes(b"before")
    other.write_bytes(b"before, too")
    really = os.replace

    def breaks(source: Path, target: Path) -> None:
        if target == other and b"new" in source.read_bytes():
            raise OSError(28, "No space left on device")
        really(source, target)

    monkeypatch.setattr("supervision_tui.exports.output_path.os.replace", breaks)
    with (
        pytest.raises(VaultError, match="No space left"),
        written({one: b"new", other: b"new"}, None, replaces=True),
    ):
        pass
    assert (one.read_bytes(), other.read_bytes()) == (b"before", b"before, too")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.md", "b.md"]


@pytest.mark.parametrize("links", [True, False])
def test_who_breaks_it_off_while_it_is_put_there_finds_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target = tmp_path / "a.md"
    target.write_bytes(b"before")
    really = os.replace

    def broken_off(source: Path, into: Path) -> None:
        if into == target and b"new" in source.read_bytes():
            raise KeyboardInterrupt
        really(source, into)

    def no_link(*_given: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("supervision_tui.exports.output_path.os.replace", broken_off)
    if not links:  # a memory stick
        monkeypatch.setattr("supervision_tui.exports.output_path.os.link", no_link)
    with pytest.raises(KeyboardInterrupt), written({target: b"new"}, None, replaces=True):
        pass
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.md", b"before")]


def test_what_a_killed_process_left_is_put_back_or_gone_at_the_next_export(tmp_path: Path) -> None:
    nobody = 2**22 + 1  # no process has that number
    (tmp_path / f".supervision-tui.a.md.0123abcd.{nobody}.before").write_bytes(b"before")
    (tmp_path / f".supervision-tui.a.md.4567abcd.{nobody}.new").write_bytes(b"of a child")
    with written({tmp_path / "b.md": b"b"}, None):
        pass
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        "a.md": b"before",
        "b.md": b"b",
    }
