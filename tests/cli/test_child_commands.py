"""`dates`, `children` and `event` on the command line: their shapes, their words, and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .test_commands import Run, on_demo, passphrase, run

__all__ = ["on_demo", "passphrase", "run"]

ON = ("--as-of", "2026-03-02")
CIN_LATE = (
    "Child Unique ID,Gender,Date of Birth,CIN Start Date,Date Child Was Last Seen,CIN Closure "
    "Date,Case Status,"
    "Allocated Team,Allocated Worker\n"
    "S1,b) Female,07/04/2015,23/11/2016,25/02/2026,,c) Child in need plan,Harbour,Ada Quill\n"
)


def test_dates_have_their_promised_shape(on_demo: Run) -> None:
    status, out, err = on_demo("dates", *ON, "--json")
    found = json.loads(out)
    assert (status, err, found["as_of"]) == (0, "", "2026-03-02")
    assert len(found["children"]) == 153
    keys = {
        "code",
        "words",
        "due",
        "practical",
        "state",
        "days_late",
        "event",
        "counted_from",
        "read_in",
        "says",
        "source",
    }
    dates = [each for child in found["children"] for each in child["dates"]]
    assert all(keys <= each.keys() for each in dates)
    assert {each["state"] for each in dates} == {"late", "due", "not-known-here"}
    assert all((each["days_late"] > 0) == (each["state"] == "late") for each in dates)
    assert any(child["statuses"] == ["cp", "plo"] for child in found["children"])
    assert all(each["read_in"] and each["source"] and each["says"].endswith(".") for each in dates)


def test_dates_of_one_child_and_of_one_worker(on_demo: Run) -> None:
    [child] = json.loads(on_demo("dates", "C-1001", *ON, "--json")[1])["children"]
    assert child["child"] == "C-1001"
    theirs = json.loads(on_demo("dates", "--worker", "Otter Thimblewick", *ON, "--json")[1])[
        "children"
    ]
    assert "C-1001" in {each["child"] for each in theirs} and len(theirs) == 24
    out, err = on_demo("dates", "C-1001", *ON)[1:]
    assert "10 working days after the last child protection visit of Fri 20 Feb" in out
    assert "0 dates late, 1 not known here" in err


def test_children_have_their_promised_shape(on_demo: Run) -> None:
    found = json.loads(on_demo("children", *ON, "--json")[1])
    keys = {
        "child",
        "statuses",
        "workers",
        "unallocated_days",
        "last_discussed",
        "interval_days",
        "age_days",
    }
    assert all(keys <= each.keys() for each in found["children"])
    first = next(each for each in found["children"] if each["child"] == "C-1001")
    assert first["workers"] == [
        {"worker": "Otter Thimblewick", "role": "lead", "since": "2025-09-11"}
    ]
    assert (first["statuses"], first["last_discussed"], first["age_days"]) == (
        ["cp"],
        "2026-01-19",
        42,
    )
    waiting = json.loads(on_demo("children", "--unallocated", *ON, "--json")[1])["children"]
    days = [(each["workers"], each["unallocated_days"]) for each in waiting]
    assert days == [([], 4), ([], 4), ([], 2)], "days since the referral"
    assert (
        len(json.loads(on_demo("children", "--worker", "Otter", *ON, "--json")[1])["children"])
        == 24
    )


def test_an_event_is_put_on_record_says_what_it_changes_and_is_taken_off(on_demo: Run) -> None:
    status, out, _ = on_demo("event", "C-1013", "core-group", "fri", *ON)
    assert status == 0
    assert out == "C-1013: core group Fri 27 Feb. Next core group is due Fri 10 Apr.\n"
    [child] = json.loads(on_demo("dates", "C-1013", *ON, "--json")[1])["children"]
    due = {each["code"]: each for each in child["dates"]}["core-group-next"]
    assert (due["counted_from"], due["event"]) == ("2026-02-27", "core-group-held")
    assert due["read_in"].startswith("by hand, Rowan Alderfield")
    status, out, _ = on_demo("event", "C-1013", "core-group", "fri", "--undo", *ON)
    assert (status, "off the record" in out, "Wed 18 Mar" in out) == (0, True, True)


def test_an_event_of_several_children_in_json(on_demo: Run) -> None:
    words = ("C-1001", "C-1002", "visit", "2026-02-26", "--outcome", "seen-alone", *ON, "--json")
    found = json.loads(on_demo("event", *words)[1])
    assert [(each["child"], each["event"], each["on"]) for each in found["events"]] == [
        ("C-1001", "cp-visit-made", "2026-02-26"), ("C-1002", "cp-visit-made", "2026-02-26"),
    ]  # fmt: skip
    assert "seen alone" in found["events"][0]["says"]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("C-1001", "core-group"), 2, "an event needs a child, what it was and the day"),
        (("C-1001", "core-group", "2026-03-20"), 4, "is still to come"),
        (("C-1001", "corgroup", "fri"), 4, "There is no event"),
        (("C-9999", "core-group", "fri"), 4, "No child here has the reference"),
        (("C-1001", "core-group", "fri", "--outcome", "banana"), 2, "--outcome is one of"),
        (("C-1001", "review-conference", "fri", "--outcome", "put-off"), 4, "Say to which day"),
        (("C-1001", "core-group", "fri", "--undo"), 4, "is on record"),
    ],
)
def test_a_wrong_event_is_one_sentence_and_changes_nothing(
    on_demo: Run, words: tuple[str, ...], status: int, says: str
) -> None:
    before = on_demo("dates", *ON, "--json")[1]
    found, out, err = on_demo("event", *words, *ON)
    assert (found, out) == (status, "")
    assert says in err
    assert on_demo("dates", *ON, "--json")[1] == before


def test_a_file_that_has_no_reviews_calls_none_late(
    run: Run, passphrase: Path, tmp_path: Path
) -> None:
    """The case of a child in need since 2016, seen five days ago, of whom no list holds a
    review.
    """
    vault = ("--vault", tmp_path / "v" / "s.db", "--passphrase-file", passphrase)
    (tmp_path / "v").mkdir(mode=0o700)
    (tmp_path / "list6.csv").write_text(CIN_LATE)
    run(*vault, "init", "--no-keyring")
    assert run(*vault, "import", "annex-a", tmp_path / "list6.csv", *ON, "--yes")[0] == 0
    [child] = json.loads(run(*vault, "dates", *ON, "--json")[1])["children"]
    states = {each["code"]: each["state"] for each in child["dates"]}
    assert states == {
        "cin-review": "not-known-here",
        "cin-duration": "not-known-here",
        "cin-visit": "due",
    }
