"""What the views cost on one vault, in a process of its own: prints milliseconds by what was
asked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.search import search
from supervision_tui.desk.supervision.schedule import schedule
from supervision_tui.desk.today.today import today
from supervision_tui.desk.vault.service_policy import PolicyOffer
from supervision_tui.desk.vault.startup import read_startup_facts
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.system.garbage_collection import collect_rarely

from .demos import opened
from .practice import least_ms


def main() -> None:
    """`VAULT`"""
    now = datetime.now(UTC)
    moment = Moment(now.date(), now, default_policy())
    collect_rarely()  # as the program has it
    store = opened(Path(sys.argv[1]))
    found = {
        "what the app shows first": least_ms(
            lambda: store.read(lambda rows: read_startup_facts(rows, moment.today, PolicyOffer())),
            5,
        )
    }
    found["Today worked out, all read"] = least_ms(lambda: store.run(today, moment), 1)
    ref = store.run(review_list, moment)[0].ref
    works: dict[str, tuple[Callable[[], object], int]] = {
        "a review card": (lambda: store.run(review_card, ref, moment), 9),
        "search, “cumulative harm”": (lambda: store.run(search, "cumulative harm", moment), 5),
        "Today again, nothing read": (lambda: store.run(today, moment), 3),
        "the review list": (lambda: store.run(review_list, moment), 3),
        "the open directions": (lambda: store.run(open_directions, moment), 3),
        "the schedule": (lambda: store.run(schedule, moment), 3),
    }
    found |= {what: least_ms(work, runs) for what, (work, runs) in works.items()}
    store.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
