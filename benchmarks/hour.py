"""The cost of the supervision hour and the search, for a team and for an authority.

    .venv/bin/python -m benchmarks.hour            # builds both demos, prints the table
    .venv/bin/python -m benchmarks.hour --write    # and puts it into benchmarks/hour.md

Times are the least of several runs on this machine. The search stands beside the same FTS5 query on
plain SQLite.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from supervision_tui.demo.build import build_demo
from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.search import match_expression, search
from supervision_tui.desk.supervision.preparation import preparation, session_to_prepare
from supervision_tui.desk.supervision.session import draft_key, open_session, start_session
from supervision_tui.records import SearchEntry
from supervision_tui.vault.create import create_passing_vault
from supervision_tui.vault.store import Store

from .practice import MOMENT, least_ms

SEARCHES = ("c", "cumul", "cumulative harm", "zebra")
_PLAIN = """
SELECT e.id, e.kind, snippet(found, 0, '[', ']', '…', 14)
FROM found JOIN entry e ON e.id = found.rowid
WHERE found MATCH ? ORDER BY rank LIMIT 81
"""


def plain_copy(store: Store, path: Path) -> sqlite3.Connection:
    """The same entries and index in a plain SQLite file."""
    rows = store.run(_entries)
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE entry(id INTEGER PRIMARY KEY, kind, body)")
    plain.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
    plain.execute(
        "CREATE VIRTUAL TABLE found USING fts5(body, content='entry', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    plain.execute("INSERT INTO found(found) VALUES ('rebuild')")
    plain.commit()
    return plain


def figures(scale: str, folder: Path) -> list[tuple[str, float, float | None]]:
    """What each thing costs at that size: milliseconds, and those of plain SQLite where that is
    asked.
    """
    store = create_passing_vault(folder / "supervision.db")
    built = least_ms(lambda: store.run(build_demo, scale, 1, MOMENT), 1)
    plain = plain_copy(store, folder / "plain.db")
    session_id = store.run(start_session, 1, MOMENT)
    view = store.run(open_session, session_id, MOMENT)
    for item in view.agenda:
        view.draft.child(item.child.ref).voice = "x" * 400
    body, prepared = view.draft.to_json(), store.run(session_to_prepare, 1, MOMENT)
    found: list[tuple[str, float, float | None]] = [
        ("building the demo, with its search index", built, None),
        (
            "opening a session with its agenda",
            least_ms(lambda: store.run(open_session, session_id, MOMENT)),
            None,
        ),
        ("preparing a session", least_ms(lambda: store.run(preparation, prepared, MOMENT)), None),
        (
            "keeping a draft with the place",
            least_ms(_keeping(store, draft_key(session_id), body)),
            None,
        ),
    ]
    for typed in SEARCHES:
        ours = least_ms(lambda typed=typed: store.run(search, typed, MOMENT))  # type: ignore[misc]
        wanted = match_expression(typed)
        theirs = least_ms(
            lambda wanted=wanted: plain.execute(_PLAIN, (wanted,)).fetchall()  # type: ignore[misc]
        )
        found.append((f"search “{typed}”", ours, theirs))
    plain.close()
    store.close()
    return [(f"{scale}: {what}", ours, theirs) for what, ours, theirs in found]


def _keeping(store: Store, key: str, body: str) -> Callable[[], None]:
    return lambda: store.run(save_draft, key, body, MOMENT, place="{}")


def _entries(session: Session) -> list[tuple[int | None, str, str]]:
    return [(row.id, row.kind, row.body) for row in session.exec(select(SearchEntry))]


def main() -> None:
    """Print the table."""
    rows = []
    for scale in ("team", "authority"):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "home"
            folder.mkdir(mode=0o700)
            rows += figures(scale, folder)
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{date.today()}"  # noqa: DTZ011  (of this machine)
    )
    lines = [
        f"# The supervision hour, measured ({machine})",
        "",
        "| what | ms | plain SQLite |",
        "| --- | ---: | ---: |",
    ]
    for what, ours, theirs in rows:
        beside = f"{theirs:,.2f} ({ours / theirs:.1f} ×)" if theirs else ""
        lines.append(f"| {what} | {ours:,.2f} | {beside} |")
    text = "\n".join(lines) + "\n"
    print(text)
    if "--write" in sys.argv:
        (Path(__file__).parent / "hour.md").write_text(text)


if __name__ == "__main__":
    main()
