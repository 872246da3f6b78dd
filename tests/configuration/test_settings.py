"""The settings file: what holds and why, wrong lines named, a person's own comments kept, nothing
half written.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from supervision_tui.configuration.settings import SETTINGS, Settings
from supervision_tui.configuration.settings_file import (
    SettingsNotKept,
    line_of_key,
    read_settings,
    write_setting,
)


def written(folder: Path, text: str) -> Settings:
    (folder / "settings.toml").write_text(text, "utf-8")
    return read_settings(folder)


def test_without_a_file_everything_is_as_it_ships(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert [settings.value_of(each.key).origin for each in SETTINGS] == ["default"] * len(SETTINGS)
    assert (settings["theme"], settings.is_plain, settings.is_still) == ("evening", False, False)


def test_a_value_says_where_it_comes_from(tmp_path: Path) -> None:
    settings = written(tmp_path, 'theme = "paper"\nlayout = "plain"\n')
    assert (settings["theme"], settings.value_of("theme").origin) == ("paper", "settings.toml")
    assert settings.is_plain
    assert settings.is_still, "plain does not move, whatever motion says"
    by_shell = written(tmp_path, "").over({"SUPERVISION_TUI_PLAIN": "1"}, plain=False)
    assert by_shell.value_of("layout").origin == "SUPERVISION_TUI_PLAIN in the environment"
    assert written(tmp_path, "").over({}, plain=True).value_of("layout").origin == "--plain"
    assert not written(tmp_path, "").over({"SUPERVISION_TUI_PLAIN": "0"}, plain=False).is_plain


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('theme = "paper"\nlayuot = "plain"\n', 2, "Did you mean layout?"),
        ('\n\nlayout = "wide"\n', 3, "it is one of full, plain."),
        ("motion = 3\n", 1, "it is one of full, reduced."),
        ("theme = 3\n", 1, "it is a name in quotation marks."),
        ("[keys]\nhelp = 3\n", 2, "it is a key in quotation marks."),
        ('keys = "x"\n', 1, "it is a heading, [keys]"),
        ('theme = "paper\n', 1, "a quotation mark is not closed"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_hold(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    settings = written(tmp_path, text)
    [problem] = settings.problems
    assert problem.line == line
    assert says in problem.in_words()
    if text.startswith('theme = "paper"'):
        assert settings["theme"] == "paper"


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00theme")
    assert "UTF-8" in read_settings(tmp_path).problems[0].says


def test_keys_may_be_written_in_each_way_of_toml(tmp_path: Path) -> None:
    text = '[keys]\n"help" = "f10"\ntoday.open = "o"\nsearch = ["/", "f9"]\n'
    assert written(tmp_path, text).keys == {"help": "f10", "today.open": "o", "search": "/ f9"}
    assert line_of_key(text, "today.open") == 3


def test_the_first_change_makes_the_file_with_every_setting_explained(tmp_path: Path) -> None:
    path = write_setting(tmp_path / "new" / "folder", "theme", "clear")
    text = path.read_text("utf-8")
    assert tomllib.loads(text) == {"theme": "clear"}
    for setting in SETTINGS:
        assert f"{setting.key} = " in text
        assert f"{setting.name}. " in text


def test_keys_of_ones_own_are_explained_by_lines_that_hold_once_uncommented(
    tmp_path: Path,
) -> None:
    path = write_setting(tmp_path, "theme", "clear")
    text = path.read_text("utf-8")
    explained = text[text.index("# [keys]") :].replace("# ", "")
    assert tomllib.loads(explained)["keys"] == {"today.supervise": "S", "palette": "ctrl+p f12"}
    phrases = text[text.index("# [phrases]") : text.index("# Keys")].replace("# ", "")
    assert tomllib.loads(phrases)["phrases"] == {"alone": "Seen alone at home."}


def test_a_change_keeps_a_persons_own_lines_and_comments(tmp_path: Path) -> None:
    before = '# mine\ntheme = "paper"  # for the train\n\n[keys]\nhelp = "f10"  # habit\n'
    (tmp_path / "settings.toml").write_text(before, "utf-8")
    write_setting(tmp_path, "theme", "clear")
    write_setting(tmp_path, "motion", "reduced")
    text = (tmp_path / "settings.toml").read_text("utf-8")
    assert "# mine" in text
    assert "# for the train" in text
    assert "# habit" in text
    settings = read_settings(tmp_path)
    assert (settings["theme"], settings["motion"], settings.keys) == (
        "clear",
        "reduced",
        {"help": "f10"},
    )
    assert not settings.problems


def test_a_broken_file_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('theme = "paper\n', "utf-8")
    with pytest.raises(SettingsNotKept, match="nothing is written into it"):
        write_setting(tmp_path, "theme", "clear")
    assert (tmp_path / "settings.toml").read_text("utf-8") == 'theme = "paper\n'


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_where_nothing_can_be_written_it_says_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SettingsNotKept, match="holds until you quit"):
        write_setting(tmp_path, "theme", "clear")
    tmp_path.chmod(0o700)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "there",
    [
        '[keys]\n# layout = "plain"\n"help" = "f2"\n',
        'theme = """\n[x\n"""\n',
        "[keys]\n",
        "# only words",
    ],
    ids=["an offer under a heading", "a heading within a text", "a heading alone", "a comment"],
)
def test_what_is_written_is_what_is_read_back(tmp_path: Path, there: str) -> None:
    (tmp_path / "settings.toml").write_text(there, "utf-8")
    write_setting(tmp_path, "layout", "plain")
    settings = read_settings(tmp_path)
    assert settings["layout"] == "plain"
    assert settings.value_of("layout").origin == "settings.toml"


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights there")
def test_a_settings_file_that_is_kept_elsewhere_is_written_there(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text('theme = "paper"\n', "utf-8")
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "settings.toml").symlink_to(kept)
    write_setting(folder, "theme", "clear")
    assert (folder / "settings.toml").is_symlink()
    assert kept.read_text("utf-8") == 'theme = "clear"\n'


def test_a_folder_in_the_place_of_the_settings_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    [problem] = read_settings(tmp_path).problems
    assert "cannot be read" in problem.says


def test_a_file_of_thousands_of_unknown_keys_is_told_line_by_line_and_not_in_hours(
    tmp_path: Path,
) -> None:
    text = "\n".join(f"unknown{number} = 1" for number in range(2_500))
    problems = written(tmp_path, text).problems
    assert [problem.line for problem in problems] == list(range(1, 2_501))


def test_tables_within_tables_without_end_are_refused(tmp_path: Path) -> None:
    deep = written(tmp_path, ".".join("a" for _ in range(3_000)) + " = 1")
    assert "without end" in deep.problems[0].says


def test_phrases_are_read_by_their_names_and_wrong_ones_are_named(tmp_path: Path) -> None:
    settings = written(
        tmp_path,
        '[phrases]\nAlone = "Seen alone at home."\n"two words" = "no"\nempty = " "\nnumber = 3\n',
    )
    assert settings.phrases == {"alone": "Seen alone at home."}
    assert [(each.line, each.key) for each in settings.problems] == [
        (3, "two words"),
        (4, "empty"),
        (5, "number"),
    ]
    assert not written(tmp_path, 'phrases = "all"\n').phrases
