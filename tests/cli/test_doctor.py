"""`doctor` says what is wrong with an installation, and nothing of a record or a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlmodel import Session, select

from supervision_tui.cli.doctor_checks import State, _is_encrypted, at_home, every_check
from supervision_tui.cli.main import main
from supervision_tui.cli.opening import Opening
from supervision_tui.records import Child, Team, Worker
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.store import open_store
from tests.conftest import PASSPHRASE

TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def looked_at(
    path: Path, secret: Path | None = None, **variables: str
) -> dict[str, tuple[State, str]]:
    opening = Opening(path, str(secret) if secret else None)
    return {
        check.name: (check.state, check.says)
        for check in every_check(opening, TERMINAL | variables)
    }


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with the passphrase."""
    path = tmp_path / "pass"
    path.write_text(PASSPHRASE)
    return path


def test_a_vault_that_opens_is_said_with_the_version_of_its_tables(
    demo_path: Path, secret: Path
) -> None:
    state, says = looked_at(demo_path, secret)["vault"]
    assert state is State.OK
    assert "tables of version 0016" in says
    state, says = looked_at(demo_path)["vault"]
    assert (state, "locked" in says) == (State.OK, True), (
        "without a way in it is not looked into, and nobody is asked"
    )


def test_it_names_nothing_of_the_records(
    demo_path: Path, secret: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["--vault", str(demo_path), "--passphrase-file", str(secret), "doctor", "--json"]) == 0
    )
    said = capfd.readouterr().out
    assert {check["name"] for check in json.loads(said)["checks"]} >= {
        "keyring",
        "terminal",
        "letters",
        "place",
        "vault",
    }

    def names(session: Session) -> list[str]:
        found = [
            *session.exec(select(Child.name)),
            *session.exec(select(Worker.name)),
            *session.exec(select(Team.name)),
        ]
        return [name for name in found if name]

    store = open_store(
        demo_path, unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key
    )
    assert not [name for name in store.run(names) if name in said]
    store.close()


def test_what_is_wrong_is_said_by_part(
    demo_path: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_path.chmod(0o644)
    demo_path.parent.chmod(0o770)
    found = looked_at(demo_path, secret, TERM="dumb")
    assert "others may read supervision.db" in found["place"][1]
    assert "your group may write" in found["place"][1]
    assert found["place"][0] is State.WARNING
    demo_path.parent.chmod(0o777)
    assert looked_at(demo_path)["place"][0] is State.WRONG
    demo_path.parent.chmod(0o700)
    demo_path.write_bytes(demo_path.read_bytes()[:5000])
    assert looked_at(demo_path, secret)["vault"][0] is State.WRONG
    demo_path.with_suffix(".keys").write_text("{}")
    assert looked_at(demo_path, secret)["vault"][0] is State.WRONG


def test_a_broken_settings_file_is_said(
    demo_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "supervision-tui"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text('theme = "no such theme"\nodd = 1\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    state, says = looked_at(demo_path)["configuration"]
    assert state is State.WRONG
    assert "odd" in says


def test_the_home_of_a_person_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada.quillfeather")
    assert at_home("/home/ada.quillfeather/vault/supervision.db") == "~/vault/supervision.db"


def test_a_volume_that_is_only_mapped_is_not_called_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supervision_tui.cli.doctor_checks._BLOCK_DEVICES", tmp_path)

    def device(name: str, uuid: str, *below: str) -> None:
        (tmp_path / name / "dm").mkdir(parents=True)
        (tmp_path / name / "dm" / "uuid").write_text(uuid)
        for each in below:
            (tmp_path / name / "slaves" / each).mkdir(parents=True)

    device("dm-0", "CRYPT-LUKS2-0f", "sda2")
    device("dm-1", "LVM-swap", "dm-0")
    device("dm-2", "LVM-swap", "dm-0", "sdb1")
    device("dm-3", "LVM-swap", "sdb1")
    encrypted = [
        name for name in ("dm-0", "dm-1", "dm-2", "dm-3", "sdb1") if _is_encrypted(f"/dev/{name}")
    ]
    assert encrypted == ["dm-0", "dm-1"], "itself, or all that it lies on"
