"""A vault of invented records whose histories hang together: the same for the same seed and day.

Children, workers and words are made up. What was discussed when follows from the app's own agenda: each past
session is filled by the same rule that fills the next one.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.names import normal_name
from supervision_tui.practice.agenda import draw_up
from supervision_tui.practice.caseload import Case
from supervision_tui.practice.policy import Policy
from supervision_tui.practice.terms import Plan, Stage
from supervision_tui.practice.timescales import add_months
from supervision_tui.records import (
    Allocation,
    CaseDiscussion,
    Child,
    Direction,
    DirectionDate,
    FamilyGroup,
    PersonalRecord,
    Pin,
    PlanEpisode,
    PressureResponse,
    RagEntry,
    SessionMove,
    SupervisionAgreement,
    SupervisionSession,
    Team,
    TriggerDate,
    VaultFact,
    Worker,
    WorkerLeave,
)
from supervision_tui.vault.store import changes_records

from . import demo_words as words


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a demo is: teams, workers, open children, closed ones, days of history, directions a discussion."""

    teams: int
    workers: int
    children: int
    closed: int
    days: int
    directions: float


SCALES = {
    "team": Scale(teams=1, workers=9, children=150, closed=27, days=365, directions=0.75),
    "service": Scale(teams=7, workers=60, children=850, closed=150, days=1095, directions=1.0),
    "authority": Scale(teams=22, workers=200, children=4000, closed=1000, days=1826, directions=2.5),
}


@dataclass(frozen=True, slots=True)
class _Profile:
    """What kind of worker: stage, children as a share of the usual, agreement, and how sessions went."""

    stage: Stage
    caseload: float
    minutes: int
    interval: int
    lost: float
    fte: float = 1.0
    agency: bool = False
    told: str = ""


_CROWDED = _Profile(Stage.SOCIAL_WORKER, 1.38, 90, 21, 0.08, told="crowded-out")
_SLIPPING = _Profile(Stage.SENIOR, 0.8, 120, 28, 0.15, told="slipping")
_NEW = _Profile(Stage.NEWLY_QUALIFIED, 0.84, 90, 14, 0.04, told="new")
_REST = (
    _Profile(Stage.SENIOR, 1.04, 120, 21, 0.05),
    _Profile(Stage.SOCIAL_WORKER, 0.9, 100, 21, 0.06),
    _Profile(Stage.SOCIAL_WORKER, 0.9, 120, 21, 0.05, agency=True),
    _Profile(Stage.FAMILY_SUPPORT, 1.15, 90, 28, 0.05),
    _Profile(Stage.SOCIAL_WORKER, 0.68, 100, 21, 0.06, fte=0.8),
    _Profile(Stage.SENIOR, 1.04, 120, 21, 0.04),
)
_PLAN_MIX = {Plan.CIN: 34, Plan.CP: 22, Plan.CLA: 18, Plan.ASSESSMENT: 16, Plan.PLO: 4, Plan.CARE_LEAVER: 6}
_STEADY_MIX = {Plan.CIN: 46, Plan.CP: 12, Plan.CLA: 22, Plan.ASSESSMENT: 10, Plan.PLO: 2, Plan.CARE_LEAVER: 8}
_SUPPORT_MIX = {Plan.CIN: 55, Plan.EARLY_HELP: 45}


@dataclass(slots=True)
class _Child:
    """A child while the story is told."""

    id: int
    ref: str
    plan: Plan
    family: int | None
    allocated: date
    worker_id: int
    last: date | None = None
    red: bool = False
    leaves: date | None = None

    def case(self) -> Case:
        family = str(self.family) if self.family else None
        return Case(self.ref, self.plan, self.allocated, self.last, self.red, family)


@changes_records
def build_demo(session: Session, scale: str, seed: int, moment: Moment) -> tuple[int, int]:
    """Fill an empty vault with a demo; returns how many workers and open children it holds."""
    teller = _Teller(SCALES[scale], seed, moment)
    teller.tell()
    for table, rows in teller.tables():
        for start in range(0, len(rows), 5000):
            session.execute(insert(table), rows[start : start + 5000])
        moment.note(session, "build demo", str(table.__tablename__), f"{len(rows)} rows")
    # Records are signed only once their parts are there: after that nothing of them can be added.
    signed = update(SupervisionSession.__table__)  # type: ignore[attr-defined]
    session.connection().execute(
        signed.where(SupervisionSession.__table__.c.id == _bind("row")).values(signed_at=_bind("at")),  # type: ignore[attr-defined]
        [{"row": row, "at": at} for row, at in teller.signed],
    )
    return len(teller.rows[Worker]), sum(child.leaves is None for child in teller.children)


def _bind(name: str) -> Any:
    from sqlalchemy import bindparam

    return bindparam(name)


class _Teller:
    """Tells the story of every worker, day by day, into rows."""

    def __init__(self, scale: Scale, seed: int, moment: Moment) -> None:
        self.scale = scale
        self.random = random.Random(f"{seed} {moment.today.isoformat()}")
        self.today = moment.today
        self.begin = moment.today - timedelta(days=scale.days)
        self.policy: Policy = moment.policy
        self.rows: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)
        self.children: list[_Child] = []
        self.signed: list[tuple[int, datetime]] = []
        self.names: set[str] = set()

    def tables(self) -> Iterable[tuple[type[SQLModel], list[dict[str, Any]]]]:
        """The rows in an order in which every foreign key finds its row."""
        order = (
            VaultFact, Team, Worker, WorkerLeave, SupervisionAgreement, FamilyGroup, Child, PlanEpisode, RagEntry,
            Allocation, TriggerDate, Pin, SupervisionSession, SessionMove, CaseDiscussion, PersonalRecord, Direction,
            DirectionDate, PressureResponse,
        )  # fmt: skip
        return [(table, _same_keys(self.rows[table])) for table in order if self.rows[table]]

    def tell(self) -> None:
        """The whole story."""
        self.rows[VaultFact].append({"key": "demo", "value": self.today.isoformat()})
        for number in range(self.scale.teams):
            name = words.TEAMS[number % len(words.TEAMS)]
            self.add(Team, name=name if number < len(words.TEAMS) else f"{name} {number // len(words.TEAMS) + 1}")
        usual = self.scale.children / self.scale.workers
        profiles = [self._profile(number) for number in range(self.scale.workers)]
        even = self.scale.children / sum(profile.caseload * usual for profile in profiles)
        wanted = [round(profile.caseload * usual * even) for profile in profiles]
        wanted[1] += self.scale.children - sum(wanted)
        for number, profile in enumerate(profiles):
            worker = self._worker(number, profile)
            theirs = self._children(worker, profile, wanted[number])
            self._sessions(worker, profile, theirs)

    def add(self, table: type[SQLModel], **values: Any) -> int:
        """Keep a row; returns its id."""
        rows = self.rows[table]
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def _profile(self, number: int) -> _Profile:
        place = number % 9
        return (_CROWDED, _SLIPPING, _NEW)[place] if place < 3 else _REST[place - 3]

    def _name(self) -> str:
        while True:
            name = f"{self.random.choice(words.FIRST_NAMES)} {self.random.choice(words.LAST_NAMES)}"
            if len(self.names) > 1500:
                name += f"-{self.random.choice(words.LAST_NAMES)}"
            if name not in self.names:
                self.names.add(name)
                return name

    def _worker(self, number: int, profile: _Profile) -> dict[str, Any]:
        name = self._name()
        starts_on = self.begin - timedelta(days=self.random.randint(200, 2000))
        if profile.stage is Stage.NEWLY_QUALIFIED:
            starts_on = self.today - timedelta(days=self.random.randint(110, 120))
        known = max(self.begin, starts_on)
        worker_id = self.add(
            Worker,
            team_id=number * self.scale.teams // self.scale.workers + 1,
            name=name,
            normal_name=normal_name(name),
            stage=profile.stage,
            fte=profile.fte,
            agency=profile.agency,
            starts_on=starts_on,
            known_since=known,
            stage_checked=True,
        )
        if profile.stage is not Stage.NEWLY_QUALIFIED:
            self.add(
                SupervisionAgreement,
                worker_id=worker_id,
                minutes=profile.minutes,
                interval_days=profile.interval,
                starts_on=known,
                signed_on=known,
                review_on=add_months(known, 12),
            )
        if number == 3:
            self.add(WorkerLeave, worker_id=worker_id, starts_on=self._ago(150), ends_on=self._ago(128), kind="sick")
        if profile.told == "new":
            text = "No new allocations until the fortnightly session holds; one family moves."
            self.add(
                PressureResponse,
                worker_id=worker_id,
                standing="stretched",
                text=text,
                given_on=self._ago(6),
                by_on=self._working(14),
            )
        return self.rows[Worker][worker_id - 1]

    def _children(self, worker: dict[str, Any], profile: _Profile, wanted: int) -> list[_Child]:
        """Open children, and the closed ones of the years before, in families."""
        theirs: list[_Child] = []
        closed = round(self.scale.closed / self.scale.workers)
        while len(theirs) < wanted + closed:
            ended = len(theirs) >= wanted
            left = (wanted + closed if ended else wanted) - len(theirs)
            five = left >= 5 and profile.told == "crowded-out" and not theirs
            size = 5 if five else self.random.choice((1, 1, 1, 2, 2, 3))
            theirs += self._family(worker, profile, min(size, left), ended=ended)
        self.children += theirs
        return theirs

    def _family(self, worker: dict[str, Any], profile: _Profile, size: int, *, ended: bool) -> list[_Child]:
        mix = _PLAN_MIX if profile.told in ("crowded-out", "new") else _STEADY_MIX
        mix = _SUPPORT_MIX if profile.stage is Stage.FAMILY_SUPPORT else mix
        plan = self.random.choices(list(mix), list(mix.values()))[0]
        while plan is Plan.CARE_LEAVER and size > 1:
            plan = self.random.choices(list(mix), list(mix.values()))[0]
        last_name = self._name().split()[-1]
        if profile.told == "crowded-out" and size == 5:
            plan = Plan.CP
        family = self.add(FamilyGroup, name=f"{last_name} {len(self.rows[FamilyGroup]) + 1}") if size > 1 else None
        start, end = self._spell(worker, plan, ended=ended)
        red = plan in (Plan.CP, Plan.PLO) and self.random.random() < 0.12
        return [self._child(worker, plan, family, last_name, start, end, red=red and n == 0) for n in range(size)]

    def _spell(self, worker: dict[str, Any], plan: Plan, *, ended: bool) -> tuple[date, date | None]:
        longest = {Plan.ASSESSMENT: 40, Plan.CIN: 330, Plan.CP: 420, Plan.PLO: 200, Plan.EARLY_HELP: 120}
        reach = min(longest.get(plan, 1400), (self.today - worker["known_since"]).days)
        back = self.random.randint(min(12, reach), max(12, reach))
        if not ended:
            return max(worker["known_since"], self.policy.days.on_or_before(self._ago(back))), None
        known = (self.today - worker["known_since"]).days
        first = self._ago(self.random.randint(min(30, known), max(30, known)))
        return first, min(self._ago(2), first + timedelta(days=self.random.randint(25, 300)))

    def _child(
        self,
        worker: dict[str, Any],
        plan: Plan,
        family: int | None,
        last_name: str,
        start: date,
        end: date | None,
        *,
        red: bool,
    ) -> _Child:
        ref = f"C-{1001 + len(self.rows[Child])}"
        age = self.random.randint(17, 19) if plan is Plan.CARE_LEAVER else self.random.randint(0, 16)
        child_id = self.add(
            Child,
            ref=ref,
            name=f"{self.random.choice(words.FIRST_NAMES)} {last_name}",
            born=self.today - timedelta(days=age * 365 + self.random.randint(5, 360)),
            sex=self.random.choice(("female", "male")),
            team_id=worker["team_id"],
            family_id=family,
            known_since=start,
            closed_on=end,
            close_reason="no longer in need" if end else "",
        )
        known_since = start == worker["known_since"]
        self.add(
            Allocation,
            child_id=child_id,
            worker_id=worker["id"],
            team_id=worker["team_id"],
            starts_on=start,
            ends_on=end,
            known_since=known_since,
        )
        before = self.random.randint(0, 200) if known_since else 0
        plan_start = start - timedelta(days=before)
        category = self.random.choice(words.CATEGORIES) if plan is Plan.CP else ""
        self.add(PlanEpisode, child_id=child_id, plan=plan, starts_on=plan_start, ends_on=end, category=category)
        self._dates(child_id, plan, plan_start, start)
        self._ratings(child_id, start, end, red=red)
        return _Child(child_id, ref, plan, family, start, worker["id"], red=red, leaves=end)

    def _dates(self, child_id: int, plan: Plan, plan_start: date, known: date) -> None:
        """The trigger dates that a child on such a plan has."""

        def put(event: str, on: date) -> None:
            if on <= self.today:
                recorded = max(on, known)
                self.add(TriggerDate, child_id=child_id, event=event, on_date=on, source="demo", recorded_on=recorded)

        some = self.random.randint
        put("referral", plan_start - timedelta(days=some(3, 50)))
        if plan is Plan.ASSESSMENT:
            put("assessment-start", plan_start)
        if plan is Plan.CP:
            put("strategy", plan_start - timedelta(days=14))
            put("icpc", plan_start)
            put("core-group-held", max(plan_start, self._ago(some(5, 50))))
            put("cp-visit-made", max(plan_start, self._ago(some(1, 16))))
            if plan_start < self._ago(100):
                put("review-conference", max(add_months(plan_start, 3), self._ago(some(10, 170))))
        if plan is Plan.CIN:
            put("cin-visit-made", max(plan_start, self._ago(some(1, 32))))
            put("cin-review-held", max(plan_start, self._ago(some(5, 50))))
        if plan is Plan.CLA:
            put("looked-after", plan_start)
            put("placement", max(plan_start, self._ago(some(20, 300))))
            put("cla-visit-made", max(plan_start, self._ago(some(2, 45))))
            put("cla-review-held", max(plan_start, self._ago(some(10, 190))))
            put("health-held", max(plan_start, self._ago(some(20, 380))))
        if plan is Plan.PLO:
            put("letter", max(plan_start, self._ago(some(10, 100))))
        if plan is Plan.CARE_LEAVER:
            put("pathway-plan", max(plan_start, self._ago(some(20, 190))))

    def _ratings(self, child_id: int, start: date, end: date | None, *, red: bool) -> None:
        on = start
        until = end or self.today
        while on < until:
            rag = self.random.choices(("green", "amber"), (5, 4))[0]
            self._rate(child_id, rag, on)
            on += timedelta(days=self.random.randint(30, 110))
        if red:
            self._rate(child_id, "red", max(start, self._ago(self.random.randint(1, 25))))

    def _rate(self, child_id: int, rag: str, on: date) -> None:
        reason = self.random.choice(words.RAG_REASONS[rag])
        self.add(RagEntry, child_id=child_id, rag=rag, reason=reason, on_date=on)

    def _sessions(self, worker: dict[str, Any], profile: _Profile, theirs: list[_Child]) -> None:
        """Every session from the first to eight weeks ahead."""
        on = worker["known_since"] + timedelta(days=self.random.randint(2, 12))
        clock = f"{self.random.choice((9, 10, 11, 13, 14, 15)):02}:{self.random.choice(('00', '30'))}"
        late_from = self._ago({"slipping": 30}.get(profile.told, 0))
        while (on := self.policy.days.on_or_after(on)) < late_from:
            interval = self._interval(worker, profile, on)
            if self._is_away(worker, on):
                on += timedelta(days=7)
                continue
            if self._is_lost(profile, on):
                self._lost(worker, profile, on, clock)
                again = self.policy.days.add(on, self.random.randint(2, 5))
                on = again if self.random.random() < 0.7 and not profile.told else on + timedelta(days=interval)
                continue
            self._held(worker, profile, on, clock, theirs)
            on += timedelta(days=self.policy.days.between(on, on + timedelta(days=interval)) * 7 // 5)
        self._still_to_come(worker, profile, on, clock)
        self._not_yet_discussed(worker, profile, theirs)

    def _interval(self, worker: dict[str, Any], profile: _Profile, on: date) -> int:
        if profile.stage is Stage.NEWLY_QUALIFIED:
            return self.policy.stages[profile.stage].interval(worker["starts_on"], on)
        return profile.interval

    def _is_away(self, worker: dict[str, Any], on: date) -> bool:
        return any(
            leave["worker_id"] == worker["id"] and leave["starts_on"] <= on <= leave["ends_on"]
            for leave in self.rows[WorkerLeave]
        )

    def _is_lost(self, profile: _Profile, on: date) -> bool:
        if profile.told == "crowded-out" and (on >= self._ago(20) or self._ago(63) <= on < self._ago(42)):
            return True
        if profile.told == "slipping" and on > self._ago(55):
            return True
        return self.random.random() < profile.lost

    def _lost(self, worker: dict[str, Any], profile: _Profile, on: date, clock: str) -> None:
        mostly = {"crowded-out": ("workload", "duty"), "slipping": ("worker sick", "manager sick", "leave")}
        reasons = mostly.get(profile.told, ("leave", "court", "worker sick", "crisis for a child"))
        self.add(
            SupervisionSession,
            worker_id=worker["id"],
            planned_on=on,
            planned_time=clock,
            minutes=profile.minutes,
            state="cancelled",
            cancelled_on=on,
            cancel_reason=self.random.choice(reasons),
        )

    def _held(self, worker: dict[str, Any], profile: _Profile, on: date, clock: str, theirs: list[_Child]) -> None:
        session_id = self.add(
            SupervisionSession,
            worker_id=worker["id"],
            planned_on=on,
            planned_time=clock,
            minutes=profile.minutes,
            state="held",
            held_on=on,
            minutes_held=profile.minutes if self.random.random() < 0.85 else profile.minutes - 15,
            model="kolb",
        )
        if self.random.random() < 0.06:
            before = self.policy.days.on_or_before(on - timedelta(days=self.random.randint(1, 4)))
            self.add(SessionMove, session_id=session_id, from_on=before, to_on=on, moved_on=before, reason="court")
        there = {
            child.ref: child
            for child in theirs
            if child.allocated <= on and (child.leaves is None or child.leaves > on)
        }
        minutes = profile.minutes - self.policy.session.minutes_not_about_children
        agenda = draw_up((child.case() for child in there.values()), on, minutes, on, self.policy)
        for item in agenda.items:
            child = there[item.child.ref]
            child.last = on
            self._discussed(session_id, child, worker, profile, on)
        self._personal(session_id, worker)
        signed_on = self.policy.days.add(on, self.random.choice((0, 0, 1, 2, 4)))
        self.signed.append((session_id, datetime.combine(min(signed_on, self.today), time(16, 5), UTC)))

    def _discussed(self, session_id: int, child: _Child, worker: dict[str, Any], profile: _Profile, on: date) -> None:
        pick = self.random.choice
        deep = self.random.random() < (0.35 if profile.told else 0.7)
        stages = (
            {stage: pick(texts) for stage, texts in words.STAGES.items()}
            if deep
            else {"experience": pick(words.STAGES["experience"])}
        )
        seen = on - timedelta(days=self.random.randint(1, 12))
        self.add(
            CaseDiscussion,
            session_id=session_id,
            child_id=child.id,
            discussed=True,
            voice=pick(words.VOICE).format(day=f"{seen.day} {seen:%b}") if self.random.random() < 0.8 else "",
            model="kolb",
            reflection=json.dumps(stages),
            is_reflective=sum(bool(text) for text in stages.values()) >= 2,
            known=pick(words.KNOWN),
            not_known=pick(words.NOT_KNOWN),
            managers_view=pick(words.VIEWS),
            decision=pick(words.DECISIONS),
            contingency=pick(words.CONTINGENCY),
        )
        for _ in range(int(self.random.uniform(0, 2 * self.scale.directions) + 0.5)):
            self._direction(session_id, child, worker, profile, on)

    def _direction(
        self, session_id: int | None, child: _Child, worker: dict[str, Any], profile: _Profile, on: date
    ) -> None:
        text, kind, owner, reason = self.random.choice(words.DIRECTIONS)
        due = self.policy.days.add(on, self.random.choice((5, 10, 15, 20, 25, 30)))
        closed, state = self._kept(profile, child, due)
        direction_id = self.add(
            Direction,
            child_id=child.id,
            session_id=session_id,
            worker_id=worker["id"],
            text=text,
            owner=owner or (worker["name"] if kind == "worker" else "team manager"),
            owner_kind=kind,
            reason=reason,
            given_on=on,
            due_on=due,
            typed="10wd",
            source="supervision" if session_id else "ad hoc",
            lazy_reason="the review is the first day all partners meet" if self.random.random() < 0.03 else "",
            state=state,
            outcome=self.random.choice(words.OUTCOMES) if closed else "",
            closed_on=closed,
            carried=self.random.choice((0, 1, 2)) if not closed and on < self._ago(60) else 0,
        )
        self.add(DirectionDate, direction_id=direction_id, due_on=due, set_on=on, reason="")
        if state == "open" and self.random.random() < 0.15 and due < self.today:
            later = self.policy.days.add(due, 10)
            self.rows[Direction][direction_id - 1]["due_on"] = later
            why = self.random.choice(words.EXTENDED)
            self.add(DirectionDate, direction_id=direction_id, due_on=later, set_on=due, reason=why)

    def _kept(self, profile: _Profile, child: _Child, due: date) -> tuple[date | None, str]:
        """On which day a direction was closed, if it was."""
        slow = 20 if profile.told == "crowded-out" else 5
        done = due + timedelta(days=self.random.randint(-12, slow))
        if child.leaves:
            done = min(done, child.leaves)
        forgotten = profile.told != "new" and due > self._ago(45) and self.random.random() < 0.05
        if done <= self.today and (not forgotten or child.leaves):
            return done, "done"
        return None, "part" if due < self.today and self.random.random() < 0.2 else "open"

    def _personal(self, session_id: int, worker: dict[str, Any]) -> None:
        texts = {name: self.random.choice(choice) for name, choice in words.PERSONAL.items()}
        self.add(PersonalRecord, session_id=session_id, worker_id=worker["id"], **texts)

    def _still_to_come(self, worker: dict[str, Any], profile: _Profile, on: date, clock: str) -> None:
        """What is planned: nothing yet for the one who slips, one unrecorded day, eight weeks for the others."""
        if profile.told == "slipping":
            return
        if worker["id"] % 9 == 4:
            passed = self.policy.days.on_or_before(self._ago(3))
            self.add(
                SupervisionSession,
                worker_id=worker["id"],
                planned_on=passed,
                planned_time=clock,
                minutes=profile.minutes,
            )
        if profile.told == "crowded-out":
            on = self._working(2)
        on = max(on, self.policy.days.on_or_after(self.today))
        while on < self.today + timedelta(days=56):
            on = self.policy.days.on_or_after(on)
            self.add(
                SupervisionSession, worker_id=worker["id"], planned_on=on, planned_time=clock, minutes=profile.minutes
            )
            on += timedelta(days=self._interval(worker, profile, on))

    def _not_yet_discussed(self, worker: dict[str, Any], profile: _Profile, theirs: list[_Child]) -> None:
        """Directions at allocation, of which one or two are missing; one child is pinned."""
        still = sorted((child for child in theirs if child.leaves is None), key=lambda child: child.allocated)[::-1]
        for number, child in enumerate(still):
            if number or worker["id"] % 4 or child.allocated < self._ago(12):
                self._direction(None, child, worker, profile, child.allocated)
        settled = [child for child in theirs if child.leaves is None and child.last]
        if settled and worker["id"] % 2:
            pinned = self.random.choice(settled)
            self.add(Pin, child_id=pinned.id, by="worker", on_date=self._ago(2))

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _working(self, days: int) -> date:
        return self.policy.days.add(self.today, days)


def _same_keys(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bulk inserts take the columns of the first row, so all rows name the same ones."""
    keys = {key for row in rows for key in row}
    return [{key: row.get(key, _default(key)) for key in sorted(keys)} for row in rows]


def _default(key: str) -> Any:
    return "" if key == "cancel_reason" else None
