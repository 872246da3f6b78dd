"""Sources of the numbers on a screen: the number in words, and its source line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.caseload import Case, WorkerLoad
from supervision_tui.practice.vocabulary import Plan, Stage

from .measured_minutes import MeasuredMinutes

Sourced = tuple[str, str]  # the number in words, its source


def behind_a_child(case: Case, dates: Iterable[DateDue], policy: Policy) -> Iterator[Sourced]:
    """The numbers on a child's card: interval, minutes, stale ratings, drift, dates due."""
    children = policy.children
    shortest = case.plan_of_interval(policy)
    longest = max(case.plans, key=lambda plan: policy.plan(plan).minutes)
    days = min(policy.plan(shortest).interval_days, children.ceiling_days)
    yield (
        f"discussed every {days} days",
        policy.source(f"plans.{_code(shortest, policy)}.interval_days"),
    )
    if case.red:
        words = (
            f"red: {children.red_interval_share:g} of that, never below "
            f"{children.red_interval_least_days} days"
        )
        yield (
            words,
            policy.sources("children.red_interval_share", "children.red_interval_least_days"),
        )
    yield (
        f"no child longer than {children.ceiling_days} days",
        policy.source("children.ceiling_days"),
    )
    yield (
        f"{case.minutes(policy)} minutes a discussion",
        policy.source(f"plans.{_code(longest, policy)}.minutes"),
    )
    if case.family:
        words = f"each further child of a family {children.family_share:g} of the minutes"
        yield words, policy.source("children.family_share")
    yield (
        f"a rating is stale after {children.rag_stale_days} days",
        policy.source("children.rag_stale_days"),
    )
    asked = {Plan.CIN: "cin_drift_months", Plan.CP: "cp_drift_months"}
    for drift in (asked[plan] for plan in map(Plan, set(case.plans) & set(asked))):
        months = ", ".join(str(month) for month in getattr(children, drift))
        yield f"the plan is asked about at {months} months", policy.source(f"children.{drift}")
    for each in dates:
        yield f"{each.words}: {each.span} after {each.event}", each.source


def _code(plan: str, policy: Policy) -> str:
    """The plan whose rule holds: an unknown one counts as a child in need plan."""
    if plan in policy.plans:
        return plan
    return Plan.CIN


def behind_workload(
    load: WorkerLoad, on: date, policy: Policy, own: Mapping[str, MeasuredMinutes]
) -> Iterator[Sourced]:
    """The numbers behind a worker's fit: the limit, the session, and each kind of plan's need.

    `own` are the minutes that the service's own clock has measured, by plan.
    """
    stage = policy.stage(load.stage)
    counted_as: str = Stage.SOCIAL_WORKER
    if load.stage in policy.stages:
        counted_as = load.stage
    limit = f"limit {stage.limit_on(load.start, on)} children for a full-time {stage.words}"
    yield limit, policy.source(f"stages.{counted_as}.limit")
    yield f"{load.terms.minutes} minutes every {load.terms.interval_days} days", load.terms.source
    aside = policy.session.minutes_not_about_children
    yield f"{aside} of them not about children", policy.source("session.minutes_not_about_children")
    days = policy.session.delivered_window_days
    yield f"delivered share over {days} days", policy.source("session.delivered_window_days")
    for plan in policy.most_urgent_first(
        chain.from_iterable(child.plans for child in load.children)
    ):
        rule = policy.plan(plan)
        words = (
            f"{plan}: {rule.minutes} minutes every {rule.interval_days} days, {rule.weight:g} "
            f"points"
        )
        names = ("minutes", "interval_days", "weight")
        source = policy.sources(*(f"plans.{_code(plan, policy)}.{name}" for name in names))
        if plan in own:
            source = f"{source}; {own[plan].says()}"
        yield words, source
    if any(child.red for child in load.children):
        least = policy.children.red_interval_least_days
        share = (
            f"red: {policy.children.red_interval_share:g} of the interval, never below {least} days"
        )
        yield (
            share,
            policy.sources("children.red_interval_share", "children.red_interval_least_days"),
        )
    if any(child.family for child in load.children):
        share = f"each further child of a family {policy.children.family_share:g} of the minutes"
        yield share, policy.source("children.family_share")
