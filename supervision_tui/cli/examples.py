"""Examples of each command, as its help and the man page show them below its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

PROGRAM = "supervision-tui"
# By the command's path; the program's own have none.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "": ("demo", "--vault team.db init", "--vault team.db"),
    "open": ("open", "open --read-only", "--vault team.db open"),
    "demo": ("demo", "demo --tour", "demo --scale service --keep service.db"),
    "init": ("init", "--vault team.db init --no-keyring"),
    "timescale": (
        "timescale 10wd",
        "timescale @core-group --from 2026-03-02",
        "timescale 15wd --nation scotland --json",
    ),
    "due": ("due", "due --within 2w --worker 'Ada Quill'"),
    "today": ("today", "today --as-of 2026-03-02 --json"),
    "workload": (
        "workload",
        "workload --worker 'Ada Quill' --what-if 'Ada Quill +2cp'",
        "workload --what-if 'C-1001 -> Bo Lark' --json",
    ),
    "agenda": ("agenda 'Ada Quill'", "agenda 'Ada Quill' --minutes 60"),
    "dates": ("dates", "dates C-1001", "dates --worker 'Ada Quill' --json"),
    "children": ("children", "children --unallocated"),
    "event": (
        "event C-1001 core-group today",
        "event C-1001 C-1002 visit 'Mon 2 Mar 2026'",
        "event C-1001 core-group today --undo",
    ),
    "rollup": (
        "rollup summaries/ --out authority.html",
        "rollup summaries/ --quarter 2026Q3 --by team --out authority.xlsx",
        "rollup summaries/ --identity authority.key --into postgresql://host/name",
    ),
    "sample": ("sample --size 6", "sample --size 8 --by worker,plan --seed 7 --json"),
    "doctor": ("doctor", "doctor --json"),
    "vault": ("vault backup /media/stick/", "vault verify"),
    "vault slots": ("vault slots", "vault slots --add-keyring"),
    "vault passphrase": (
        "vault passphrase",
        "--passphrase-file old vault passphrase --new-passphrase-file new",
    ),
    "vault recovery": ("vault recovery", "vault recovery --check"),
    "vault rotate": ("vault rotate",),
    "vault backup": ("vault backup /media/stick/", "vault backup before-leave.db --json"),
    "vault restore": (
        "vault restore before-leave.db --to restored.db",
        "vault restore before-leave.db --over",
    ),
    "vault verify": ("vault verify", "vault verify --backup before-leave.db"),
    "vault log": (
        "vault log --last 20",
        "vault log --child C-1001 --from 2026-01-01",
        "vault log --verify --json",
    ),
    "import": ("import annex-a annex_a.xlsx --dry-run", "import undo"),
    "import annex-a": (
        "import annex-a annex_a.xlsx --dry-run",
        "import annex-a annex_a.xlsx --team Harbour --rejects not-taken.csv",
    ),
    "import caseload": (
        "import caseload caseload.csv",
        "import caseload report.xlsx --columns ours --close-missing --yes",
    ),
    "import names": ("import names names.csv --dry-run",),
    "import training": ("import training attendance.xlsx --month-first",),
    "import workforce": ("import workforce census.xml --new-workers",),
    "import ssd": ("import ssd dataset/ --dry-run --json",),
    "import undo": ("import undo",),
    "export": (
        "export oversight --quarter 2026Q3 --out summary.html",
        "export calendar --out sessions.ics",
    ),
    "export oversight": (
        "export oversight --quarter 2026Q3 --out summary.docx",
        "export oversight --monthly 3 --out months.pdf.age --encrypt-to age1…",
        "export oversight --year 2025-26 --seal-to authority.pub --out year.json",
    ),
    "export case-record": (
        "export case-record C-1001 --out record.pdf",
        "export case-record C-1001 --format markdown --out - --yes",
    ),
    "export personal-record": (
        "export personal-record 'Ada Quill' --out record.pdf.age --encrypt-to age1…",
    ),
    "export subject-access": (
        "export subject-access C-1001 --out whole.pdf.age --password-file word",
    ),
    "export supervision-file": (
        "export supervision-file 'Ada Quill' --from 2026-01-01 --out file.pdf",
    ),
    "export actions": ("export actions --out actions.xlsx --password-file word",),
    "export practice-week": ("export practice-week 'Autumn 2026' --out week.docx --yes",),
    "export calendar": (
        "export calendar --out sessions.ics",
        "export calendar --weeks 6 --out - --format ics",
    ),
    "sheet": ("sheet week --out week.pdf",),
    "sheet week": ("sheet week --worker 'Ada Quill' --out week.pdf", "sheet week --out - --yes"),
    "config": ("config path", "config check policy.toml"),
    "config path": ("config path", "config path --json"),
    "config show": ("config show", "config show --of-vault --as-of 2026-04-01 --json"),
    "config check": ("config check", "config check policy.toml"),
    "config keys": ("config keys", "config keys --card"),
    "config suggest": ("config suggest minutes",),
    "config suggest minutes": ("config suggest minutes",),
    "themes": ("themes list",),
    "themes list": ("themes list", "themes list --json"),
    "themes check": ("themes check mine.toml",),
}


def show_examples(app: typer.Typer, above: str = "") -> None:
    """Let each command below these words show its examples, and its sentence whole in a list."""
    from typer.main import get_command_name

    app.info.epilog = _shown(above)
    for command in app.registered_commands:
        function = command.callback
        name = command.name or get_command_name(getattr(function, "__name__", ""))
        command.epilog = _shown(f"{above} {name}".strip())
        command.short_help = (getattr(function, "__doc__", "") or "").partition("\n\n")[0]
    for group in app.registered_groups:
        within = group.typer_instance
        if within is None:
            continue
        name = str(group.name or within.info.name)
        show_examples(within, f"{above} {name}".strip())
        group.short_help = within.info.help


def _shown(path: str) -> str:
    """The examples of a command, laid out as they are to stand."""
    lines = [f"  {PROGRAM} {example}" for example in EXAMPLES.get(path, ())]
    if not lines:
        return ""
    kept_as_it_is = "\b"
    return "\n".join([kept_as_it_is, "Examples:", *lines])
