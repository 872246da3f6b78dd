"""One oversight summary in a process of its own: prints its seconds and the MB it took at most."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from supervision_tui.desk.moment import Moment
from supervision_tui.exports.documents.document import Form
from supervision_tui.exports.oversight.export import Wanted, export_summary
from supervision_tui.exports.oversight.publish import Audience
from supervision_tui.practice.days.period import last_months
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.system.garbage_collection import collect_rarely

from .demos import opened


def main() -> None:
    """`VAULT FORM OUT`"""
    vault, form, out = sys.argv[1:]
    now = datetime.now(UTC)
    moment = Moment(now.date(), now, default_policy())
    collect_rarely()  # as the program has it
    store = opened(Path(vault))
    begun = time.perf_counter()
    export_summary(
        store, Wanted(last_months(12, moment.today), Audience("psw")), Form(form), Path(out), moment
    )
    taken = time.perf_counter() - begun
    store.close()
    # Ours alone, and no parent's.
    most = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    print(json.dumps([taken, int(most) / 1024]))


if __name__ == "__main__":
    main()
