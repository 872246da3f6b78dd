"""The policy on the command line: where it lies, what holds, what is wrong, and which one a vault
works with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision_tui.cli.fast_arguments import options_first
from supervision_tui.runtime.themes import shipped_folder
from tests.policies import SHORT_BREAKS
from tests.vault.vaults import opened

from .test_commands import Run, on_demo, passphrase, run

__all__ = ["on_demo", "passphrase", "run"]  # fixtures of these tests too

OWN = 'version = "Anytown 2026"\nsource = "Anytown 4.2"\n\n[plans.cp]\ninterval_days = 21\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The configuration folder of these tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = tmp_path / "config" / "supervision-tui"
    found.mkdir(parents=True)
    yield found


def policy_of(on_demo: Run, *words: object) -> str:
    """The policy that the vault works with."""
    found = json.loads(on_demo(*words, "pressure", "--as-of", "2026-03-02", "--json")[1])
    return str(found["policy"])


def test_config_path_says_where_a_policy_is_looked_for(run: Run, folder: Path) -> None:
    status, out, err = run("config", "path")
    names = ("policy.toml", "reflection", "forms", "settings.toml", "themes")
    assert (status, out.splitlines()) == (0, [str(folder / name) for name in names])
    assert "not there yet" in err


def test_where_the_configuration_is_and_which_themes_there_are_as_json(
    run: Run, folder: Path
) -> None:
    (folder / "settings.toml").write_text('theme = "paper"\n')
    found = json.loads(run("config", "path", "--json")[1])
    assert found["settings"] == {"path": str(folder / "settings.toml"), "there": True}
    assert found["policy"] == {"path": str(folder / "policy.toml"), "there": False}
    (folder / "themes").mkdir()
    wrong = folder / "themes" / "moss.toml"
    wrong.write_text('name = "moss"\ndark = true\nlate = "red"\n')
    themes = json.loads(run("themes", "list", "--json")[1])
    assert themes["chosen"] == "paper"
    assert {each["name"] for each in themes["themes"]} >= {"paper", "evening"}
    assert themes["wrong"][0].startswith("moss.toml")
    status, out, _ = run("themes", "check", str(wrong), "--json")
    assert status == 4
    assert len(json.loads(out)["problems"]) >= 1


def test_config_show_says_each_setting_and_where_it_comes_from(run: Run, folder: Path) -> None:
    (folder / "settings.toml").write_text('theme = "paper"\n[keys]\n"help" = "f10"\n')
    status, out, _ = run("config", "show", "--plain")
    words = [line.split(maxsplit=2) for line in out.splitlines()]
    assert status == 0
    assert ["theme", "paper", "settings.toml"] in words
    assert ["layout", "plain", "--plain"] in words
    assert ["motion", "full", "default"] in words
    assert ["keys.help", "f10", "settings.toml"] in words
    found = json.loads(run("config", "show", "--json")[1])["settings"]
    assert {"key": "theme", "value": "paper", "from": "settings.toml"} in found


def test_config_check_names_wrong_settings_clashing_keys_and_themes(run: Run, folder: Path) -> None:
    (folder / "settings.toml").write_text('layuot = "plain"\n[keys]\n"today.supervise" = "d"\n')
    (folder / "themes").mkdir()
    (folder / "themes" / "moss.toml").write_text('name = "moss"\ndark = true\nlate = "red"\n')
    status, _, err = run("config", "check")
    assert status == 4
    assert "line 1: layuot: there is no such setting. Did you mean layout?" in err
    assert "line 3: today.supervise: d is today.direct already" in err
    assert 'moss.toml: line 3: late: it is a colour like "#1f5f9e".' in err
    assert run("themes", "check", str(folder / "themes" / "moss.toml"))[0] == 4
    assert "cannot be used: moss.toml" in run("themes", "list")[2]


def test_the_themes_that_ship_pass_their_own_check(run: Run) -> None:
    for path in shipped_folder().glob("*.toml"):
        assert run("themes", "check", str(path))[0] == 0


def test_config_show_lists_every_number_with_its_source(run: Run, folder: Path) -> None:
    (folder / "policy.toml").write_text(OWN)
    status, out, _ = run("config", "show")
    assert status == 0
    assert "plans.cp.interval_days" in out and "Anytown 4.2 (set in policy.toml)" in out
    found = json.loads(run("config", "show", "--json")[1])
    entries = {entry["key"]: entry for entry in found["entries"]}
    assert found["version"] == "2026-11 + Anytown 2026"
    assert (
        entries["plans.cp.interval_days"]["value"],
        entries["plans.cp.interval_days"]["set_by"],
    ) == (21, "policy.toml")
    assert entries["session.minutes"]["sure"] == "found"
    assert "| `plans.cp.interval_days` |" in run("config", "show", "--markdown")[1]


def test_config_show_as_of_a_day_shows_what_held_then(run: Run, folder: Path) -> None:
    (folder / "policy.toml").write_text("[plans.cp]\nfrom = 2026-04-01\nminutes = 15\n")

    def minutes(on: str) -> tuple[int, str | None]:
        entries = json.loads(run("config", "show", "--json", "--as-of", on)[1])["entries"]
        entry = next(each for each in entries if each["key"] == "plans.cp.minutes")
        return entry["value"], entry["from"]

    assert minutes("2026-03-31") == (10, None)
    assert minutes("2026-04-01") == (15, "2026-04-01")


def test_config_check_names_the_line_what_was_expected_and_the_nearest_key(
    run: Run, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN.replace("interval_days", "intervall_days"))
    status, out, err = run("config", "check", own)
    assert (status, out) == (4, "")
    assert (
        "line 5: plans.cp.intervall_days: there is no such entry here. Did you mean interval_days?"
        in err
    )
    found = json.loads(run("config", "check", own, "--json")[1])
    assert found["right"] is False
    assert found["files"][0]["problems"][0]["line"] == 5
    assert found["files"][0]["problems"][0]["nearest"] == "interval_days"
    own.write_text(OWN)
    assert run("config", "check", own)[0] == 0
    assert run("config", "check", tmp_path / "nowhere.toml")[0] == 4
    assert run("config", "check")[0] == 0


def test_config_check_looks_at_templates_too(run: Run, folder: Path) -> None:
    (folder / "reflection").mkdir()
    (folder / "reflection" / "ours.toml").write_text(
        'id = "ours"\ntitle = "Ours"\n[[stages]]\nid = "a"\n'
    )
    status, _, err = run("config", "check")
    assert status == 4
    assert (
        "order: it is missing; expected a whole number" in err and "prompts: it is missing" in err
    )


def test_a_vault_works_with_the_policy_it_was_used_with(on_demo: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    assert policy_of(on_demo) == "2026-11"
    assert policy_of(on_demo, "--policy", own) == "2026-11 + Anytown 2026"
    assert policy_of(on_demo) == "2026-11 + Anytown 2026"
    own.unlink()
    status, _, err = on_demo("due", "--as-of", "2026-03-02")
    assert status == 0 and "goes on with the copy of the policy that it keeps" in err
    assert policy_of(on_demo, "--policy", "default") == "2026-11"
    assert policy_of(on_demo) == "2026-11"


def test_a_broken_policy_that_is_asked_for_is_exit_4_and_changes_nothing(
    on_demo: Run, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[plans.cp]\nminutes = -1\n")
    status, out, err = on_demo("--policy", own, "pressure", "--json")
    assert (status, out) == (4, "")
    assert (
        "line 2: plans.cp.minutes: expected a whole number of minutes from 1 to 120, found -1."
        in err
    )
    assert policy_of(on_demo) == "2026-11"


def test_while_the_vault_is_open_elsewhere_a_policy_is_used_and_not_remembered(
    on_demo: Run, demo_path: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    held = opened(demo_path)
    try:
        assert policy_of(on_demo, "--policy", own) == "2026-11 + Anytown 2026"
        assert policy_of(on_demo) == "2026-11"
    finally:
        held.close()


def test_the_policy_holds_for_timescales_without_a_vault(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        "counting = 'same-day'\nextra_closed_days = [2026-04-08]\n[timescales.core-group]\namount "
        "= 5\n"
    )
    found = json.loads(
        run("--policy", own, "timescale", "@core-group", "--from", "2026-03-27", "--json")[1]
    )
    assert (found["due"], found["convention"]) == ("2026-04-02", "same-day")
    closed = json.loads(
        run("timescale", "3wd", "--policy", own, "--from", "2026-04-07", "--json")[1]
    )
    assert closed["due"] == "2026-04-10"


def test_options_of_the_program_may_stand_anywhere() -> None:
    assert options_first(["due", "--vault", "x", "--json", "--policy=p", "--debug"]) == [
        "--vault", "x", "--policy=p", "--debug", "due", "--json",
    ]  # fmt: skip
    assert options_first(["timescale", "--", "--vault", "x"]) == ["timescale", "--", "--vault", "x"]
    assert options_first(["due", "--vault"]) == ["--vault", "due"]


def test_pressure_shows_options_and_tries_several_changes_at_once(on_demo: Run) -> None:
    words = ("--what-if", "Otter Thimblewick 120min", "--what-if", "C-1001 -> Heather Hollowbrook")
    found = json.loads(on_demo("pressure", "--as-of", "2026-03-02", "--json", *words)[1])
    assert {each["before"]["worker"] for each in found["what_if"]} == {
        "Otter Thimblewick",
        "Heather Hollowbrook",
    }
    options = found["workers"][0]["options"]
    assert {option["kind"] for option in options} <= {"move", "session", "longer"} and options
    first = options[0]
    tried = [word for change in first["changes"] for word in ("--what-if", change)]
    again = json.loads(on_demo("pressure", "--as-of", "2026-03-02", "--json", *tried)[1])
    worker = next(
        each for each in again["what_if"] if each["after"]["worker"] == "Otter Thimblewick"
    )
    assert worker["after"]["fit"] == first["fit"]


def test_config_show_of_the_vault_shows_what_the_vault_works_with(
    on_demo: Run, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    policy_of(on_demo, "--policy", own)
    own.unlink()
    found = json.loads(on_demo("config", "show", "--of-vault", "--json")[1])
    assert found["version"] == "2026-11 + Anytown 2026"
    assert json.loads(on_demo("config", "show", "--json")[1])["version"] == "2026-11"


def test_own_minutes_stand_beside_the_default_and_are_suggested_as_lines_of_a_policy(
    on_demo: Run, run: Run, tmp_path: Path
) -> None:
    found = json.loads(on_demo("config", "show", "--of-vault", "--json")[1])
    assert found["measured"]["plans.cp.minutes"]["n"] > 10
    assert "own median" in on_demo("config", "show", "--of-vault")[1]
    status, lines, said = on_demo("config", "suggest", "minutes")
    assert (status, "child protection plan: 10 minutes here; own median" in said) == (0, True)
    own = tmp_path / "own.toml"
    own.write_text(lines)
    assert run("config", "check", str(own))[0] == 0


def test_a_policy_that_is_used_and_not_remembered_is_said(on_demo: Run, folder: Path) -> None:
    (folder / "policy.toml").write_text(OWN)
    status, _, err = on_demo("due", "--as-of", "2026-03-02")
    assert (
        status == 0
        and "policy 2026-11 + Anytown 2026, which this vault does not remember yet" in err
    )


def test_an_agenda_of_a_day_before_the_worker_came_is_refused(on_demo: Run) -> None:
    status, out, err = on_demo("agenda", "Otter", "--as-of", "2020-03-02", "--json")
    assert (status, out) == (4, "")
    assert "was not here" in err
    assert "There are" in on_demo("agenda", "Nobody At All")[2]


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ("Short breaks", ["short-breaks"]),
        ("SB", ["short-breaks"]),
        ("CIN + SB", ["cin", "short-breaks"]),
    ],
)
def test_a_plan_of_the_services_own_comes_in_by_a_file(
    on_demo: Run, tmp_path: Path, said: str, statuses: list[str]
) -> None:
    own, rows = tmp_path / "own.toml", tmp_path / "rows.csv"
    own.write_text(f'version = "Anytown 2026"\nsource = "Anytown 4.2"\n{SHORT_BREAKS}')
    rows.write_text(f"child_ref,worker,plan\nX-1,Otter Thimblewick,{said}\n")
    policy_of(on_demo, "--policy", own)
    status, _, err = on_demo("import", "caseload", rows, "--as-of", "2026-03-02", "--yes")
    assert (status, "rejected" in err) == (0, False)
    found = json.loads(on_demo("children", "--as-of", "2026-03-02", "--json")[1])["children"]
    assert next(each["statuses"] for each in found if each["child"] == "X-1") == statuses
