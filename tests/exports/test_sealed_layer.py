"""Twenty teams over a year: with the authority's key the totals are those of plain SQL, and without
it no sealed number can be had.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.exports.rollup.engine import roll_up
from supervision_tui.exports.rollup.picture import picture_of
from supervision_tui.exports.rollup.report import as_report
from supervision_tui.exports.rollup.tidy import AUTHORITY, TidyRow, tidy_rows
from supervision_tui.exports.rollup.totals import Total, Totals
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.privacy.suppression import Threshold
from tests.conftest import ClosedVault, needs
from tests.exports.teams import AUGUST, MONTHS, OCTOBER, SEPTEMBER, Authority, authority

THEMES = default_policy().oversight.themes


TWENTY = pytest.mark.hard("twenty teams export twelve months each")


@pytest.fixture(scope="module")
def twenty_teams(
    empty_vault: ClosedVault, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Authority]:
    yield authority(empty_vault, tmp_path_factory.mktemp("authority"), 20, MONTHS)


def totals(there: Authority, month: Any, identity: Path | None = None) -> dict[str, Total]:
    found = roll_up([there.folder], identity)
    try:
        assert not found.refused
        return dict(Totals(found, THEMES, Threshold(5)).of((month.first, month.last)))
    finally:
        found.close()


@TWENTY
@pytest.mark.outside
def test_with_the_key_the_totals_are_those_of_plain_sql(twenty_teams: Authority) -> None:
    found = roll_up([twenty_teams.folder], twenty_teams.identity)
    all_totals = Totals(found, THEMES, Threshold(5))
    told = 0
    for month in MONTHS:
        truth = twenty_teams.truth[month.first]
        there = all_totals.of((month.first, month.last))
        expected = {
            "sessions": sum(each.planned for each in truth),
            "sessions.held": sum(each.held for each in truth),
            "sessions.missed": sum(each.missed for each in truth),
            "sessions.cancelled": sum(each.cancelled for each in truth),
            "unrecorded": sum(each.unrecorded for each in truth),
            "recovered": sum(each.put_off for each in truth),
        }
        for key, number in expected.items():
            figure = there[key].figure
            if figure.suppressed:  # with what would give a small one back, and never what is held
                assert key != "sessions.held"
                continue
            told += 1
            assert figure.value == number, (month, key)
            assert number == 0 or number >= 5
            assert (there[key].teams, there[key].hidden) == (20, 0)
        # 20 children of 9 full-time workers in each team.
        caseload = all_totals.caseload((month.first, month.last))
        assert caseload is not None
        assert caseload.value == round(20 / 9, 1)
        share = there["held_share"].figure
        to_hold = sum(each.to_hold for each in truth)
        assert share.n == to_hold
        assert share.value == pytest.approx(expected["sessions.held"] / to_hold, abs=1e-12)
    assert told > 24
    found.close()


@TWENTY
@pytest.mark.outside
def test_two_months_stand_after_the_ten_before_them_where_all_counts_are_open(
    twenty_teams: Authority,
) -> None:
    """September and October fell; without the key months and both together hide other teams."""
    both = Period(SEPTEMBER.first, OCTOBER.last)
    titles, first = [], []
    for identity in (twenty_teams.identity, None):
        found = roll_up([twenty_teams.folder], identity)
        know, drawn, *_ = as_report(picture_of(found, period=both)).sections
        found.close()
        titles.append(drawn.title)
        first.append(know.numbered[0][0])
    truth = [each for month in (SEPTEMBER, OCTOBER) for each in twenty_teams.truth[month.first]]
    held, to_hold = sum(each.held for each in truth), sum(each.to_hold for each in truth)
    assert titles[0] == "Six figures, and the twelve months before"
    assert first[0].startswith("Share of sessions held fell to ")
    assert first[0].endswith(f"{held} of {to_hold}")
    assert titles[1].startswith("Six figures over ")


@TWENTY
@pytest.mark.outside
def test_without_the_key_august_reads_better_than_it_was(twenty_teams: Authority) -> None:
    """Only teams that lost no session tell their share: chosen by the outcome."""
    truth = twenty_teams.truth[AUGUST.first]
    held = sum(each.held for each in truth) / sum(each.to_hold for each in truth)
    told = totals(twenty_teams, AUGUST)["held_share"]
    sealed = totals(twenty_teams, AUGUST, twenty_teams.identity)["held_share"]
    assert 0.93 < held < 0.96
    assert sealed.figure.value == pytest.approx(held)
    assert told.hidden > 0
    assert told.figure.value is None or told.figure.value > held
    assert totals(twenty_teams, AUGUST)["sessions.not_held"].hidden > 5


@TWENTY
@pytest.mark.outside
def test_the_age_program_opens_the_sealed_layer_with_the_key_alone(
    twenty_teams: Authority, tmp_path: Path
) -> None:
    file = sorted(twenty_teams.folder.glob("*.json"))[9]
    document = json.loads(file.read_text("utf-8"))
    sealed = tmp_path / "sealed.age"
    sealed.write_text(document["sealed"], "ascii")
    other = tmp_path / "other.key"
    subprocess.run([needs("age-keygen"), "-o", other], capture_output=True, check=True)
    refused = subprocess.run(
        [needs("age"), "-d", "-i", other, sealed], capture_output=True, check=False
    )
    assert refused.returncode != 0
    assert refused.stdout == b""
    opened = subprocess.run(
        [needs("age"), "-d", "-i", twenty_teams.identity, sealed], capture_output=True, check=True
    ).stdout
    assert len(opened) % 16384 == 0  # its length says nothing of what is in it
    layer = json.loads(opened)
    assert set(layer) == {"schema", "team", "from", "to", "told", "counts", "weeks"}
    number, month = int(file.name[:2]), date.fromisoformat(layer["from"])
    truth = twenty_teams.truth[month][number]
    assert layer["counts"]["sessions.held"] == truth.held
    assert layer["counts"]["unrecorded"] == truth.unrecorded
    weeks = [week.get("sessions.held", 0) for week in layer["weeks"].values()]
    assert sum(weeks) == truth.held
    assert all(isinstance(count, int) for count in layer["counts"].values())


@TWENTY
@pytest.mark.outside
def test_no_exact_count_stands_in_the_open_part(twenty_teams: Authority) -> None:
    """Whatever the sealed layer knows, the open part has no number of a hidden figure in it."""
    for file in sorted(twenty_teams.folder.glob("*.json"))[:24]:
        document = json.loads(file.read_text("utf-8"))
        for section in document["sections"].values():
            for line in section.values():
                if line["now"]["suppressed"]:
                    assert line["now"]["value"] is None


@TWENTY
@pytest.mark.outside
def test_a_table_of_all_teams_beside_the_totals_gives_no_hidden_number_back(
    twenty_teams: Authority,
) -> None:
    """What the authority tells less what its teams tell leaves no single small number."""
    found = roll_up([twenty_teams.folder], twenty_teams.identity)
    totals_of_all = Totals(found, THEMES, Threshold(5))
    by_figure: dict[tuple[date, str], list[TidyRow]] = {}
    for row in tidy_rows(found, totals_of_all):
        if not row.is_share:
            by_figure.setdefault((row.period_from, row.key), []).append(row)
    held_back = 0
    for (first, key), rows in by_figure.items():
        of_all = next((row for row in rows if row.team == AUTHORITY), None)
        of_teams = [row for row in rows if row.team != AUTHORITY]
        hidden = [row for row in of_teams if row.is_hidden]
        held_back += len(hidden)
        if of_all is None or of_all.value is None or not hidden:
            continue
        rest = of_all.value - sum(row.value or 0 for row in of_teams)
        assert len(hidden) > 1 or rest == 0 or rest >= 5, (first, key)
    assert held_back > 20
    found.close()


@TWENTY
@pytest.mark.outside
def test_a_sealed_layer_beside_other_figures_is_left_closed(
    twenty_teams: Authority, tmp_path: Path
) -> None:
    """Its own figures are told by their hash within it."""
    source = next(iter(sorted(twenty_teams.folder.glob("*.json"))))
    document = json.loads(source.read_text("utf-8"))
    document.pop("figures_hash")
    line = document["sections"]["children"]["children.within"]
    line["now"] = {"value": 9, "n": None, "suppressed": False}
    (tmp_path / "other.json").write_text(json.dumps(document), "utf-8")
    found = roll_up([tmp_path], twenty_teams.identity)
    assert not any(head.is_sealed for heads in found.teams.values() for head in heads)
    found.close()
