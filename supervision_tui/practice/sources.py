"""Where each number on a screen comes from: the number in words, and its source line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from .caseload import Case, WorkerLoad
from .child_dates import Following
from .policy import Policy
from .terms import Plan

Sourced = tuple[str, str]  # the number in words, its source


def behind_a_child(case: Case, following: Iterable[Following], policy: Policy) -> Iterator[Sourced]:
    """The numbers on a child's card: interval, minutes, stale ratings, drift of the plan, what follows."""
    rule, children = policy.plans[case.plan], policy.children
    plan = f"plans.{case.plan}"
    yield f"discussed every {rule.interval_days} days", policy.source(f"{plan}.interval_days")
    if case.red:
        words = f"red: {children.red_interval_share:g} of that, never below {children.red_interval_least_days} days"
        yield words, policy.source("children.red_interval_share")
    yield f"no child longer than {children.ceiling_days} days", policy.source("children.ceiling_days")
    yield f"{rule.minutes} minutes a discussion", policy.source(f"{plan}.minutes")
    if case.family:
        words = f"each further child of a family {children.family_share:g} of the minutes"
        yield words, policy.source("children.family_share")
    yield f"a rating is stale after {children.rag_stale_days} days", policy.source("children.rag_stale_days")
    drift = {Plan.CIN: "cin_drift_months", Plan.CP: "cp_drift_months"}.get(case.plan)
    if drift:
        months = ", ".join(str(month) for month in getattr(children, drift))
        yield f"the plan is asked about at {months} months", policy.source(f"children.{drift}")
    for each in following:
        yield f"{each.words}: {each.span} after {each.event}", each.source


def behind_pressure(load: WorkerLoad, on: date, policy: Policy) -> Iterator[Sourced]:
    """The numbers behind a worker's fit: the limit, the session, and what each kind of plan needs."""
    limit = policy.stage(load.stage).limit_on(load.start, on)
    if load.stage in policy.stages:
        words = f"limit {limit} children for a full-time {policy.stages[load.stage].words}"
        yield words, policy.source(f"stages.{load.stage}.limit")
    yield f"{load.terms.minutes} minutes every {load.terms.interval_days} days", load.terms.source
    aside = policy.session.minutes_not_about_children
    yield f"{aside} of them not about children", policy.source("session.minutes_not_about_children")
    days = policy.session.delivered_window_days
    yield f"delivered share over {days} days", policy.source("session.delivered_window_days")
    for plan in sorted({child.plan for child in load.children}, key=list(Plan).index):
        rule = policy.plans[plan]
        words = f"{plan}: {rule.minutes} minutes every {rule.interval_days} days, {rule.weight:g} points"
        yield words, policy.source(f"plans.{plan}.interval_days")
    if any(child.red for child in load.children):
        share = f"red: {policy.children.red_interval_share:g} of the interval"
        yield share, policy.source("children.red_interval_share")
    if any(child.family for child in load.children):
        share = f"each further child of a family {policy.children.family_share:g} of the minutes"
        yield share, policy.source("children.family_share")
