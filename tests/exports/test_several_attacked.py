"""An attacker with several summaries of one team, and with the roll-up beside the teams' files.

The solver is that of one summary (test_oversight_attacked): it knows besides that months add up to
quarters, and that what holds on a day is the same in every summary that ends then. Whatever it
finds the app has warned of, of exactly the export that made it possible.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.cli.main import main
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.oversight.record import Record
from supervision_tui.desk.oversight.told import Told, read_days, told_before
from supervision_tui.exports.documents.document import Form
from supervision_tui.exports.oversight.betrayal import WouldTellHidden, beside, betrayals
from supervision_tui.exports.oversight.export import Wanted, export_summary
from supervision_tui.exports.oversight.figures import FIRST_PAGE
from supervision_tui.exports.oversight.ledger import ledger_of
from supervision_tui.exports.oversight.publish import Audience
from supervision_tui.exports.oversight.trend import without_given_back
from supervision_tui.practice.days.period import Period, months_from
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.privacy.suppression import Figure, Threshold
from supervision_tui.vault.store import Store
from tests.conftest import ClosedVault, examples
from tests.exports.teams import MONTHS, Authority, authority
from tests.exports.test_oversight_attacked import SHARES, SUMS, Attack, drawn_period, figures_of

ADD_UP = {
    "sessions", "sessions.held", "sessions.not_held", "sessions.missed", "sessions.cancelled",
    "unrecorded", "directions", "lazy", "discussions", "reflective", "voice", "decisions",
    "decisions.no_action", "decisions.with_others", "responses", "asks", "consultations",
    "consultations.requested", "missed", "missed_for_workload", "missed_other", "audits",
    "audits.good", "audits.outstanding", "audits.requires improvement", "audits.inadequate",
    "back_on_duty_unfinished", "allocated", "unmet",
}  # fmt: skip
# What shares leave of a whole that adds up.
RESTS_ADD_UP = {
    "rest of held_share", "rest of records_in_time_share", "rest of reflective_share",
    "rest of voice_share",
}  # fmt: skip
ON_A_DAY = {
    "workers", "workers.in_time", "workers.overdue", "children", "children.within",
    "children.not_yet", "children.past", "children.unallocated", "directions.open", "overdue",
    "overdue.worker", "overdue.manager", "overdue.partner agency", "drifting", "courses",
    "courses late", "standing.steady", "standing.slipping", "standing.stretched",
    "standing.crowded-out",
}  # fmt: skip
JAN, FEB = months_from(date(2026, 1, 1), 1), months_from(date(2026, 2, 1), 1)
DEC = months_from(date(2025, 12, 1), 1)
Q3, Q4 = months_from(date(2025, 7, 1), 3), months_from(date(2025, 10, 1), 3)


@dataclass
class Archive:
    """Every file that the attacker has, and the least number that each tells."""

    documents: list[dict[str, Any]] = field(default_factory=list)

    def columns(self) -> list[tuple[Period, dict[str, Any]]]:
        found = []
        for document in self.documents:
            now = Period(*(date.fromisoformat(document["period"][each]) for each in ("from", "to")))
            of_each = {"now": now, "previous": now.before(), "last_year": now.a_year_earlier()}
            for column, period in of_each.items():
                figures = {
                    key: line[column]
                    for section in document["sections"].values()
                    for key, line in section.items()
                    if line[column] is not None
                }
                if figures:
                    found.append((period, figures))
        return found

    def found(self) -> set[str]:
        """The hidden numbers that can be placed more closely than that they are small."""
        attack, columns = Attack(), self.columns()
        least = min(document["threshold"] for document in self.documents)
        told, hidden = set(), set()
        for period, figures in columns:
            for key, figure in figures.items():
                name = named(key, period)
                if key in SHARES:
                    part, whole = SHARES[key]
                    if figure["n"] is not None:
                        attack.learn(named(whole, period), figure["n"])
                    if figure["value"] is not None and figure["n"]:
                        attack.learn(named(part, period), round(figure["value"] * figure["n"]))
                elif figure["value"] is not None and figure["n"] is None:
                    attack.learn(name, figure["value"])
                    told.add(name)
                elif figure["suppressed"] and (key in ADD_UP or key in ON_A_DAY):
                    hidden.add(name)
            attack.sums += sums_of(period)
        attack.sums += over_time([period for period, _ in columns])
        for name in hidden:
            attack.ranges.setdefault(name, (0, float("inf")))
        solve(attack)
        return {
            name
            for name in hidden - told
            if attack.ranges[name][1] - attack.ranges[name][0] < least - 2
            or 0 < attack.ranges[name][1] < least - 1
        }


def named(key: str, period: Period) -> str:
    if key in ON_A_DAY:
        return f"{key} @ {period.last}"
    return f"{key} @ {period.first} {period.last}"


def sums_of(period: Period) -> list[tuple[str, tuple[str, ...]]]:
    sums = [*SUMS.items(), ("sessions", ("planned but rearranged", "recovered"))]
    sums += [(whole, (part, f"rest of {key}")) for key, (part, whole) in SHARES.items()]
    sums += [("children", ("children.unallocated", "with a worker"))]
    return [
        (named(total, period), tuple(named(part, period) for part in parts))
        for total, parts in sums
    ]


def over_time(periods: list[Period]) -> list[tuple[str, tuple[str, ...]]]:
    ends = {period.last + timedelta(days=1) for period in periods}
    cuts = sorted({period.first for period in periods} | ends)
    sums = []
    for period in set(periods):
        inside = [day for day in cuts if period.first <= day <= period.last]
        spans = [
            Period(first, end - timedelta(days=1))
            for first, end in pairwise((*inside, period.last + timedelta(days=1)))
        ]
        if len(spans) > 1:
            sums += [
                (named(key, period), tuple(named(key, span) for span in spans))
                for key in sorted(ADD_UP | RESTS_ADD_UP)
            ]
    return sums


def solve(attack: Attack) -> None:
    """Narrow until nothing moves; a sum that records kept later contradict says nothing."""
    for total, parts in attack.sums:
        for name in (total, *parts):
            attack.ranges.setdefault(name, (0, float("inf")))
    for _ in range(60):
        before = dict(attack.ranges)
        kept = []
        for total, parts in attack.sums:
            narrow = Attack(
                {name: attack.ranges[name] for name in (total, *parts)}, [(total, parts)]
            )
            once(narrow)
            if all(low <= high for low, high in narrow.ranges.values()):
                attack.ranges |= narrow.ranges
                kept.append((total, parts))
        attack.sums = kept
        if before == attack.ranges:
            return


def once(attack: Attack) -> None:
    """One round over the one sum that there is."""
    ((total, parts),) = attack.sums
    low, high = attack.ranges[total]
    lows, highs = (sum(attack.ranges[part][n] for part in parts) for n in (0, 1))
    attack.ranges[total] = max(low, lows), min(high, highs)
    total_low, total_high = attack.ranges[total]
    fresh = {}
    for part in parts:
        others = [attack.ranges[each] for each in parts if each != part]
        least = max(attack.ranges[part][0], total_low - sum(each[1] for each in others))
        most = min(attack.ranges[part][1], total_high - sum(each[0] for each in others))
        fresh[part] = (least, most)
    attack.ranges |= fresh


def test_quarters_one_after_the_other_tell_nothing_that_is_hidden(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    archive = Archive()
    for number, period in enumerate((Q3, Q4)):
        for audience in (Audience.PSW, Audience.EXTERNAL):
            out = tmp_path / f"{number}-{audience}.json"
            export_summary(demo_store, Wanted(period, audience), Form.JSON, out, moment)
            archive.documents.append(json.loads(out.read_text("utf-8")))
            assert not archive.found()


SEQUENCES = {
    "months": [Wanted(each, Audience.PSW) for each in (DEC, JAN, FEB)],
    "a quarter, then its months": [
        Wanted(Q4, Audience.PSW),
        *(Wanted(months_from(date(2025, month, 1), 1), Audience.PSW) for month in (10, 11, 12)),
    ],
    "other thresholds for other readers": [
        Wanted(DEC, Audience.PSW, 10),
        Wanted(DEC, Audience.EXTERNAL, 6),
        Wanted(DEC, Audience.PSW),
        Wanted(Q4, Audience.EXTERNAL, 10),
    ],
    "a day more": [
        Wanted(Period(date(2026, 1, 1), date(2026, 2, 27)), Audience.PSW),
        Wanted(Period(date(2026, 1, 1), date(2026, 2, 28)), Audience.PSW),
    ],
}


@pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=list(SEQUENCES))
def test_what_several_summaries_tell_together_was_warned_of(
    demo_store: Store, moment: Moment, tmp_path: Path, sequence: list[Wanted]
) -> None:
    archive, known, asked = Archive(), set[str](), []
    for number, wanted in enumerate(sequence):
        out, warned = tmp_path / f"{number}.json", list[str]()
        export_summary(demo_store, wanted, Form.JSON, out, moment, warn=warned.append)
        archive.documents.append(json.loads(out.read_text("utf-8")))
        fresh = archive.found() - known
        asked += warned
        assert warned or not fresh, (wanted, fresh)
        known |= fresh
    assert bool(asked) is (sequence is not SEQUENCES["months"])


@examples(25)
@given(st.data())
def test_months_beside_any_quarter_are_warned_of_where_they_tell(data: st.DataObject) -> None:
    """Three months that can be, each published by itself, and then the quarter that they make."""
    months = [months_from(date(2025, month, 1), 1) for month in (10, 11, 12)]
    behind = [drawn_period(data) for _ in months]
    tellings = [telling(months[n], behind[n]) for n in (2, 1, 0)] + [telling(Q4, added_up(behind))]
    archive, known, before = Archive(), set[str](), list[Told]()
    for each in tellings:
        archive.documents.append(as_document(each))
        fresh = archive.found() - known
        said = [line for line in betrayals(each, before) if "give back" in line]
        assert said or not fresh, fresh
        known |= fresh
        before.append(each)


@examples(25)
@given(st.data())
def test_a_quarters_page_draws_no_month_that_tells_what_is_hidden(data: st.DataObject) -> None:
    """Three months that can be, drawn on the page of the quarter after them."""
    months = [months_from(date(2025, month, 1), 1) for month in (10, 11, 12)]
    behind = [drawn_period(data) for _ in months]
    before = telling(Q4, added_up(behind))
    page = replace(
        before, period=months_from(JAN.first, 3), figures={"previous": before.figures["now"]}
    )
    alone = [telling(month, each) for month, each in zip(months, behind, strict=True)]
    trend = [(each.period, each.figures["now"]) for each in alone]
    drawn = without_given_back(trend, page)
    assert [period for period, _ in drawn] == months
    archive, known = Archive([as_document(before)]), Archive([as_document(before)])
    for each, (period, kept) in zip(alone, drawn, strict=True):
        assert all(key in FIRST_PAGE for key in kept)
        hidden = {key: figure for key, figure in each.figures["now"].items() if figure.suppressed}
        for files, figures in ((archive, hidden | dict(kept)), (known, hidden)):
            files.documents.append(
                as_document(replace(each, period=period, figures={"now": figures}))
            )
    assert archive.found() <= known.found()


def test_a_month_that_the_quarter_beside_it_would_tell_is_not_drawn() -> None:
    """Two months told and the quarter give the third: then one of these two is not drawn."""
    months = [months_from(date(2025, month, 1), 1) for month in (10, 11, 12)]
    held = [Figure(30 / 30, 30, is_share=True), Figure(25 / 30, 30, is_share=True)]
    hidden = Figure(None, 30, suppressed=True, is_share=True)
    voice = Figure(0.5, 60, is_share=True)
    quarter = {"held_share": Figure(82 / 90, 90, is_share=True)}
    told = Told(date(2026, 4, 2), months_from(JAN.first, 3), "psw", 5, "pdf", (), "", 1, "", "",
                {"previous": quarter})  # fmt: skip
    trend = [
        (month, {"held_share": figure, "voice_share": voice})
        for month, figure in zip(months, (*held, hidden), strict=True)
    ]
    october, november, december = (figures for _, figures in without_given_back(trend, told))
    assert october == trend[0][1]
    assert set(november) == {"voice_share"}, "five not held hide December's few best"
    assert december["held_share"] == hidden
    alone = replace(told, figures={})
    assert without_given_back(trend, alone) == trend, "beside nothing they tell nothing more"
    page = beside(told, without_given_back(trend, told))
    (_, again, _) = without_given_back(trend, alone, [page])
    assert set(again[1]) == {"voice_share"}, "nor on a later page, beside what was told"


def test_two_months_whose_rest_the_quarter_and_the_third_leave_are_not_drawn() -> None:
    """Nine records late in the quarter, seven in November: two in October and December together."""
    october, november, december = (months_from(date(2025, month, 1), 1) for month in (10, 11, 12))
    unsaid = {"records_in_time_share": Figure(None, None, suppressed=True, is_share=True)}
    told_alone = {"records_in_time_share": Figure(39 / 46, 46, is_share=True)}
    quarter = {"records_in_time_share": Figure(89 / 98, 98, is_share=True)}
    told = Told(date(2026, 4, 2), months_from(JAN.first, 3), "psw", 5, "pdf", (), "", 1, "", "",
                {"previous": quarter})  # fmt: skip
    trend = [(october, unsaid), (november, told_alone), (december, unsaid)]
    assert without_given_back(trend, told) == [
        (october, unsaid),
        (november, {}),
        (december, unsaid),
    ]


def added_up(behind: list[dict[str, list[Record]]]) -> dict[str, list[Record]]:
    """The records of periods one after the other; what holds on a day is that of the last."""
    keys = {key for each in behind for key in each}
    return {
        key: behind[-1].get(key, [])
        if key in ON_A_DAY
        else [record for each in behind for record in each.get(key, [])]
        for key in keys
    }


def telling(period: Period, behind: dict[str, list[Record]]) -> Told:
    """What a summary for psw would tell of this period alone."""
    rule = Threshold(5)
    figures = ledger_of(figures_of(period, behind), ("neglect", "delay"), rule).publish(rule)
    return Told(date(2026, 1, 5), period, "psw", 5, "json", (), "", 1, "", "", {"now": figures})


def as_document(told: Told) -> dict[str, Any]:
    """The parts of its JSON that an attacker reads."""
    lines = {
        key: {
            "now": {"value": figure.value, "n": figure.n, "suppressed": figure.suppressed},
            "previous": None,
            "last_year": None,
        }
        for key, figure in told.figures["now"].items()
    }
    period = {"from": told.period.first.isoformat(), "to": told.period.last.isoformat()}
    return {"period": period, "threshold": told.threshold, "sections": {"all": lines}}


def test_a_summary_that_would_tell_what_is_hidden_is_not_written_without_an_answer(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    shorter, longer = SEQUENCES["a day more"]
    export_summary(demo_store, shorter, Form.JSON, tmp_path / "a.json", moment)
    with pytest.raises(WouldTellHidden, match="in 1 day alone"):
        export_summary(demo_store, longer, Form.JSON, tmp_path / "b.json", moment)
    assert not (tmp_path / "b.json").exists()
    quarter = Wanted(Q4, Audience.PSW)
    export_summary(demo_store, Wanted(DEC, Audience.PSW), Form.JSON, tmp_path / "c.json", moment,
                   warn=lambda _says: None)  # fmt: skip
    with pytest.raises(WouldTellHidden, match="So far psw has had months"):
        export_summary(demo_store, quarter, Form.JSON, tmp_path / "d.json", moment)


@pytest.mark.hard("six teams export four months each")
@pytest.mark.outside
def test_the_roll_up_tells_no_hidden_number_of_a_team_that_it_does_not_name(
    empty_vault: ClosedVault, tmp_path: Path
) -> None:
    """The totals, the table of teams, and each team's own files laid side by side."""
    there = authority(empty_vault, tmp_path, 6, MONTHS[-4:])
    out = tmp_path / "authority.json"
    asked = ["rollup", str(there.folder), "--identity", str(there.identity)]
    assert main([*asked, "--format", "json", "--out", str(out)]) == 0
    document = json.loads(out.read_text("utf-8"))
    month = MONTHS[-1]
    named_there = {(each["team"], each["key"]) for each in document["given_back"]}
    found = placed(there, document, month)
    assert found
    assert found <= named_there, found - named_there


def placed(there: Authority, document: dict[str, Any], month: Period) -> set[tuple[str, str]]:
    """The hidden counts of teams that an attacker with all files can place."""
    attack, hidden, teams = Attack(), set(), []
    for file in sorted(there.folder.glob(f"*-{month.first:%Y-%m}.json")):
        summary = json.loads(file.read_text("utf-8"))
        team = summary["team"]
        teams.append(team)
        for section in summary["sections"].values():
            for key, line in section.items():
                learn(attack, team, key, line["now"])
                if line["now"]["suppressed"] and (key in ADD_UP or key in ON_A_DAY):
                    hidden.add((team, key))
        attack.sums += [
            (f"{total} of {team}", tuple(f"{part} of {team}" for part in parts))
            for total, parts in plain_sums()
        ]
    keys = {key for pair in (*SUMS.items(), *SHARES.values()) for key in flat(pair)}
    for section in document["totals"].values():
        for key, line in section.items():
            learn(attack, "all", key, line["now"])
            keys.add(key)
    attack.sums += [
        (f"{key} of all", tuple(f"{key} of {team}" for team in teams)) for key in sorted(keys)
    ]
    solve(attack)
    return {
        (team, key)
        for team, key in hidden
        if attack.ranges[f"{key} of {team}"][1] - attack.ranges[f"{key} of {team}"][0] < 3
        or 0 < attack.ranges[f"{key} of {team}"][1] < 4
    }


def learn(attack: Attack, team: str, key: str, figure: dict[str, Any]) -> None:
    if key in SHARES:
        part, whole = SHARES[key]
        if figure["n"] is not None:
            attack.learn(f"{whole} of {team}", figure["n"])
        if figure["value"] is not None and figure["n"]:
            attack.learn(f"{part} of {team}", round(figure["value"] * figure["n"]))
    elif figure["value"] is not None and figure["n"] is None:
        attack.learn(f"{key} of {team}", figure["value"])


def plain_sums() -> list[tuple[str, tuple[str, ...]]]:
    sums = [*SUMS.items(), ("sessions", ("planned but rearranged", "recovered"))]
    sums += [("sessions.held", ("records judged", "records_to_sign"))]
    sums += [("sessions.cancelled", ("cancelled and judged", "sessions.to_rearrange"))]
    return sums + [(whole, (part, f"rest of {key}")) for key, (part, whole) in SHARES.items()]


def flat(pair: tuple[Any, ...]) -> list[str]:
    found = []
    for each in pair:
        found += [each] if isinstance(each, str) else list(each)
    return found


def test_what_a_trend_draws_is_kept_as_told_and_weighed_beside_the_next_summary(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    """A page of February draws eleven months before it; what is hidden of them is known as such."""
    export_summary(demo_store, Wanted(FEB, Audience.PSW), Form.MARKDOWN, tmp_path / "a.md", moment)
    (told,) = demo_store.run(told_before, [str(Audience.PSW)])
    months = [months_from(add_months(FEB.first, -back), 1) for back in range(11, 0, -1)]
    drawn = {name: figures for name, figures in told.figures.items() if "/" in name}
    assert [read_days(name) for name in drawn] == months
    figures = list(chain.from_iterable(each.items() for each in drawn.values()))
    assert figures
    assert {key for key, _ in figures} <= set(FIRST_PAGE)
    assert all(figure.suppressed or figure.value is not None for _, figure in figures)
    assert any(figure.suppressed for _, figure in figures), "few stand behind a team's month"
    export_summary(demo_store, Wanted(JAN, Audience.PSW), Form.JSON, tmp_path / "b.json", moment,
                   warn=lambda _says: None)  # fmt: skip
    later = demo_store.run(told_before, [str(Audience.PSW)])[-1]
    assert not any("/" in name for name in later.figures), "JSON has no first page"
