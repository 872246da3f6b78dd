"""Names however people write them: with a possessive, as a family, by initials; and words that are
no names.
"""

from __future__ import annotations

import pytest

from supervision_tui.practice.privacy.names_in_text import NameHider, names_found

PEOPLE = [("Eoin Quaverly", "C001"), ("Rose May", "C002"), ("Ada Finch", "W01")]
HIDER = NameHider(PEOPLE, shortest=2, has_initials=True)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("QUAVERLY'S school rang", "C001 school rang"),
        ("the Quaverlys moved", "the C001 moved"),
        ("Quaverly’s mother", "C001 mother"),
        ("seen with E.Q. at home", "seen with C001 at home"),
        ("seen with EQ at home", "seen with C001 at home"),
        ("A. F. to ring the GP", "W01 to ring the GP"),
        ("eoin quaverly, as typed in haste", "C001, as typed in haste"),
        ("we saw Rose on Monday", "we saw C002 on Monday"),
        ("It may be that prices rose in summer", "It may be that prices rose in summer"),
        ("May we ask? Rose to the occasion.", "May we ask? Rose to the occasion."),
        ("rose may, in small letters", "C002, in small letters"),
        ("the CP plan and the IRO", "the CP plan and the IRO"),
    ],
)
def test_a_name_is_hidden_however_it_is_written_and_a_word_is_not(text: str, hidden: str) -> None:
    assert HIDER.without_names(text) == hidden


def test_initials_stay_where_nobody_asked_for_them() -> None:
    """On the screen, where capitals are more often a word of the trade."""
    assert NameHider(PEOPLE).without_names("EQ came") == "EQ came"


def test_a_childs_common_name_in_a_sentence_is_found_in_a_workers_record() -> None:
    names: dict[str, str | None] = {"C-1": "Rose May"}
    assert [each.word for each in names_found("Talked about Rose again", names)] == ["Rose"]
    assert names_found("May came and went; it rose.", names) == []
