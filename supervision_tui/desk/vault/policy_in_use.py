"""The practice policy with which a vault works: the app's, with a service's own file and templates
over it.

A vault keeps a copy of what it was used with, so that its figures stay what they were on another
machine and when the file is gone or broken; that is always said, never done silently.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import Session

from supervision_tui.desk.moment import Moment
from supervision_tui.practice.policy.changes import FIRST_VERSION, changes_since
from supervision_tui.practice.policy.council_forms import FORMS, read_forms, shipped_forms
from supervision_tui.practice.policy.file import read_policy_file
from supervision_tui.practice.policy.policy import Policy, default_policy, make_policy
from supervision_tui.practice.policy.problems import PolicyWrong, Problem
from supervision_tui.practice.policy.toml_text import parsed_toml
from supervision_tui.records import VaultFact
from supervision_tui.system.files import expanded
from supervision_tui.vault.store import changes_records

from .service_policy import (
    FORMS_NAME,
    POLICY_FACT,
    SHIPPED,
    TEMPLATES_NAME,
    PolicyOffer,
    ServiceFiles,
    text_of,
)

# a fact about the vault: the version that lay beneath the service's file
_DEFAULTS_FACT = "practice policy defaults"


@dataclass(frozen=True, slots=True)
class PolicyInUse:
    """The policy a vault works with, what to say of it, and whether it is to be remembered.

    `has_new_defaults` says that other defaults lie beneath the service's own file than when it was
    last remembered.
    """

    policy: Policy
    says: tuple[str, ...]
    files: ServiceFiles
    is_new: bool
    has_new_defaults: bool = False


def policy_in_use(session: Session, offer: PolicyOffer) -> PolicyInUse:
    """The policy for this vault.

    Raises `PolicyWrong` where what is asked for, or the only file there is, is wrong.
    """
    kept = _kept(session)
    try:
        remembered = kept.path if kept else ""
        files = offer.files(remembered)
        policy = files.made() if files else default_policy()
    except PolicyWrong as why:
        if kept is None or offer.asked:
            raise
        return PolicyInUse(kept.made(), (_on_the_copy(str(why)),), kept, is_new=False)
    if files is None and not offer.asked and kept is not None and kept.holds_something:
        return PolicyInUse(
            kept.made(), (_on_the_copy("The reflection templates are gone."),), kept, is_new=False
        )
    path = SHIPPED if offer.asked == SHIPPED else ""
    now = files or ServiceFiles(path)
    before = kept or ServiceFiles("")
    if now == before or not (files or offer.asked):
        says = _defaults_changed(session, before)
        return PolicyInUse(policy, says, before, is_new=False, has_new_defaults=bool(says))
    return PolicyInUse(policy, (_changed(before, now, policy),), now, is_new=True)


@changes_records
def remember_policy(session: Session, in_use: PolicyInUse, moment: Moment) -> None:
    """Keep a copy of what the vault works with from now on."""
    fact = session.get(VaultFact, POLICY_FACT) or VaultFact(key=POLICY_FACT, value="")
    fact.value = json.dumps(asdict(in_use.files))
    session.add(fact)
    session.merge(VaultFact(key=_DEFAULTS_FACT, value=default_policy().version))
    moment.note(session, "change policy", "vault", f"version {in_use.policy.version}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked at, what is wrong in it, and how many values it sets.

    Of a template its parts are counted: the stages of a model, the sections of a form.
    """

    name: str
    problems: tuple[Problem, ...]
    sets: int = 0
    part: str = "value"


def check_files(names: Sequence[str] | None, offer: PolicyOffer) -> list[Checked]:
    """Look at these files, or at the policy that would be used, with its templates."""
    try:
        texts: dict[str, str] = {}
        for name in names or (None,):
            asked = offer
            if name:
                asked = PolicyOffer(name, offer.folder)
            texts |= _texts(asked)
    except PolicyWrong as why:
        return [Checked(why.name, why.problems)]
    return [_checked(name, text) for name, text in texts.items()]


def _texts(offer: PolicyOffer) -> dict[str, str]:
    path = expanded(offer.asked) if offer.asked and offer.asked != SHIPPED else None
    if path is not None and _is_template(path, text := text_of(path)):
        return {str(path): text}
    files = offer.files()
    if files is None:
        return {}
    policy = {files.path: files.policy} if files.policy is not None else {}
    return policy | {_shown(name): text for name, text in files.templates.items()}


def _shown(name: str) -> str:
    """A template by its folder and its name."""
    return name if name.startswith(FORMS) else f"{TEMPLATES_NAME}/{name}"


def _is_template(path: Path, text: str) -> bool:
    """Tell whether a text is meant as a template: it lies where they lie, or names a model."""
    if path.parent.name in (TEMPLATES_NAME, FORMS_NAME):
        return True
    try:
        raw = parsed_toml(text, path.name)
    except PolicyWrong:
        return False
    has_parts = isinstance(raw.get("stages"), list) or isinstance(raw.get("sections"), list)
    return has_parts or {"id", "title"} <= set(raw)


def _is_form(path: Path, text: str) -> bool:
    """Tell whether a template is one of a form, and none of a reflective model."""
    if path.parent.name in (TEMPLATES_NAME, FORMS_NAME):
        return path.parent.name == FORMS_NAME
    return "kind" in parsed_toml(text, path.name)


def _checked(name: str, text: str) -> Checked:
    try:
        if _is_template(Path(name), text):
            part = "section" if _is_form(Path(name), text) else "stage"
            return Checked(name, (), _parts_of_template(name, text), part)
        make_policy(text, name)
    except PolicyWrong as why:
        return Checked(name, why.problems)
    return Checked(name, (), len(read_policy_file(text, name, 1).settings))


def _parts_of_template(name: str, text: str) -> int:
    """Count the stages of a model, or the sections of a form. Raises `PolicyWrong`."""
    if _is_form(Path(name), text):
        forms = read_forms({name: text}, shipped_forms()).values()
        return sum(len(form.sections) for form in forms)
    models = make_policy(templates={name: text}).models.values()
    return sum(len(model.stages) for model in models if model.set_by)


def _kept(session: Session) -> ServiceFiles | None:
    fact = session.get(VaultFact, POLICY_FACT)
    if fact:
        return ServiceFiles(**json.loads(fact.value))
    return None


def _defaults_changed(session: Session, files: ServiceFiles) -> tuple[str, ...]:
    """Say which defaults have changed beneath a service's file since the vault remembered it."""
    if files.policy is None:
        return ()
    kept = session.get(VaultFact, _DEFAULTS_FACT)
    seen = FIRST_VERSION
    if kept:
        seen = kept.value
    before, now = seen, default_policy().version
    changes = changes_since(before, now)
    if not changes:
        return ()
    return (
        f"The defaults beneath {files.name} have changed from version {before} to {now}: "
        f"{'; '.join(changes)}. What "
        "your file sets stays as it is; supervision-tui config show names every number with its "
        "source.",
    )


def _on_the_copy(why: str) -> str:
    return (
        f"{why} Until that is mended this vault goes on with the copy of the policy that it keeps."
    )


def _changed(before: ServiceFiles, now: ServiceFiles, policy: Policy) -> str:
    if not now.policy and not now.templates:
        return "This vault works with the policy that ships with the app from now on."
    if before.path == now.path:
        return (
            f"{now.name or 'A reflection template'} has changed: this vault works with policy "
            f"{policy.version} now."
        )
    back = f"--policy {SHIPPED} goes back to what ships with the app"
    return (
        f"This vault works with policy {policy.version} ({now.path or 'templates'}) from now "
        f"on; {back}."
    )
