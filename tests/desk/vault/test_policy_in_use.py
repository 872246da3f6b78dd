"""The policy of a vault: remembered, kept as a copy, told of what changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.vault.policy_in_use import check_files, policy_in_use, remember_policy
from supervision_tui.desk.vault.service_policy import PolicyOffer
from supervision_tui.practice.policy.policy import PolicyWrong
from supervision_tui.records import VaultFact
from supervision_tui.vault.store import Store, changes_records

OWN = 'version = "Anytown"\n[plans.cp]\ninterval_days = 21\n'


def use(store: Store, offer: PolicyOffer, moment: Moment) -> tuple[str, tuple[str, ...]]:
    """Use an offered policy as the app does; returns its version and what is said."""
    found = store.run(policy_in_use, offer)
    if found.is_new:
        store.run(remember_policy, found, moment)
    return found.policy.version, found.says


def test_a_vault_remembers_its_policy_and_keeps_a_copy(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    assert use(store, PolicyOffer(), moment) == ("2026-11", ())
    version, says = use(store, PolicyOffer(str(own)), moment)
    assert version == "2026-11 + Anytown" and "from now on" in says[0]
    assert use(store, PolicyOffer(), moment) == (version, ())
    own.write_text(OWN.replace("Anytown", "Anytown 2"))
    assert use(store, PolicyOffer(), moment)[0] == "2026-11 + Anytown 2"
    own.write_text("[plans.cpp]")
    version, says = use(store, PolicyOffer(), moment)
    assert (
        version == "2026-11 + Anytown 2"
        and "goes on with the copy" in says[0]
        and "line 1" in says[0]
    )
    own.unlink()
    assert use(store, PolicyOffer(), moment)[0] == "2026-11 + Anytown 2"
    assert use(store, PolicyOffer("default"), moment)[0] == "2026-11"
    assert use(store, PolicyOffer(), moment) == ("2026-11", ())


def test_a_vault_that_remembers_a_services_file_is_told_what_changed_in_the_defaults_beneath_it(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    use(store, PolicyOffer(str(own)), moment)

    @changes_records
    def forget_the_version(session: Session) -> None:
        session.delete(session.get_one(VaultFact, "practice policy defaults"))

    store.run(forget_the_version)  # as a vault of the version before has it
    found = store.run(policy_in_use, PolicyOffer())
    assert (
        "beneath own.toml have changed from version 2026-01 to 2026-11: reviews of looked-after"
        in found.says[0]
    )
    assert found.policy.plans["cp"].interval_days == 21
    store.run(remember_policy, found, moment)
    assert store.run(policy_in_use, PolicyOffer()).says == ()
    assert use(store, PolicyOffer("default"), moment)[0] == "2026-11"
    assert store.run(policy_in_use, PolicyOffer()).says == (), (
        "and where there is no file nothing is said"
    )


def test_the_configuration_folder_holds_a_policy_and_templates(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    (tmp_path / "policy.toml").write_text(OWN)
    templates = tmp_path / "reflection"
    templates.mkdir()
    stage = '[[stages]]\nid = "look"\ntitle = "Look"\nprompts = ["a", "b", "c"]\n'
    (templates / "ours.toml").write_text(
        'id = "ours"\norder = 9\ntitle = "Ours"\nsource = "us"\n' + stage
    )
    offer = PolicyOffer(None, tmp_path)
    found = store.run(policy_in_use, offer)
    assert found.policy.models["ours"].set_by == "ours.toml"
    store.run(remember_policy, found, moment)
    (templates / "ours.toml").write_text("id = 1")
    again = store.run(policy_in_use, offer)
    assert "ours" in again.policy.models and "goes on with the copy" in again.says[0]
    assert [bool(each.problems) for each in check_files(None, offer)] == [False, True]


def test_a_wrong_policy_is_refused_where_there_is_no_copy_or_it_is_asked_for(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "policy.toml").write_text("nation = 'wales'")
    with pytest.raises(PolicyWrong, match="line 1: nation: expected one of"):
        store.run(policy_in_use, PolicyOffer(None, tmp_path))
    with pytest.raises(PolicyWrong, match="cannot be read"):
        store.run(policy_in_use, PolicyOffer(str(tmp_path / "nowhere.toml")))
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyWrong, match="UTF-8"):
        store.run(policy_in_use, PolicyOffer(str(tmp_path / "bytes.toml")))


def test_files_that_editors_make_are_read_or_explained(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert use(store, PolicyOffer(str(own)), moment)[0] == "2026-11 + Anytown"
    own.write_bytes(OWN.encode("utf-16"))
    with pytest.raises(PolicyWrong, match="choose UTF-8"):
        store.run(policy_in_use, PolicyOffer(str(own)))
    own.write_bytes(OWN.encode("utf-16-le"))
    with pytest.raises(PolicyWrong, match="choose UTF-8"):
        store.run(policy_in_use, PolicyOffer(str(own)))
    own.write_bytes(b"version = 'x'\nsource = 'caf\xe9'\n")
    with pytest.raises(PolicyWrong, match="line 2: this is not text in UTF-8"):
        store.run(policy_in_use, PolicyOffer(str(own)))
    own.write_text("# nothing\n")
    assert check_files([str(own)], PolicyOffer())[0].sets == 0


def test_templates_that_are_gone_are_kept_and_missed_aloud(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    folder = tmp_path / "reflection"
    folder.mkdir()
    stage = '[[stages]]\nid = "look"\ntitle = "Look"\nprompts = ["a", "b", "c"]\n'
    (folder / "ours.toml").write_text(
        'id = "ours"\norder = 9\ntitle = "Ours"\nsource = "us"\n' + stage
    )
    use(store, PolicyOffer(None, tmp_path), moment)
    found = store.run(policy_in_use, PolicyOffer())
    assert "ours" in found.policy.models
    assert "goes on with the copy" in found.says[0]
