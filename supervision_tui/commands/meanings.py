"""The meaning of each letter on every list: one a key, so that a hand learns it once."""

from __future__ import annotations

# The places that are lists; a session, a form and the vault's own page have keys of their own.
LISTS = (
    "today", "schedule", "review", "directions", "consultations", "consultation", "training",
    "pressure", "oversight", "oversight-records", "my-week", "away", "allocation", "leaving",
    "preparation", "what-if", "file",
)  # fmt: skip
MEANINGS = {  # each key, what it means, and the commands that say it in the words of their list
    "a": ("allocate", "today.allocate review.allocate"),
    "c": (
        "consult",
        "today.consult review.consult directions.consult consultations.request training.consult "
        "pressure.consult",
    ),
    "d": (
        "direct",
        "today.direct review.direct directions.direct consultation.adopt oversight.action",
    ),
    "e": (
        "change what stands there",
        "today.worker schedule.worker review.change directions.extend consultations.edit "
        "consultation.file training.edit pressure.worker my-week.me away.put_off",
    ),
    "f": (
        "filter",
        "review.filter directions.filter consultations.filter training.filter oversight.filter "
        "oversight-records.filter file.filter",
    ),
    "g": ("the first line; on Today, group by worker", "today.by_worker"),
    "h": ("it was held", "today.event review.event"),
    "l": ("leave: somebody is away", "today.away schedule.leave my-week.away"),
    "m": (
        "move to another day",
        "schedule.move consultations.move consultation.move my-week.move away.days",
    ),
    "n": (
        "new",
        "today.add_worker schedule.plan review.note directions.direct consultations.request "
        "training.new oversight.new away.another preparation.topic",
    ),
    "o": ("how the list is put together", "directions.order oversight.period"),
    "p": ("for the next session", "today.prepare schedule.prepare review.pin preparation.pin"),
    "r": ("respond to a workload", "today.respond pressure.respond"),
    "s": (
        "supervise",
        "today.supervise schedule.supervise review.supervise consultations.supervise "
        "training.supervise pressure.supervise oversight.supervise preparation.supervise",
    ),
    "t": ("take what is offered", "review.take_up what_if.option"),
    "v": ("your view: red, amber or green", "review.rate"),
    "w": ("my week", "today.my_week schedule.my_week"),
    "x": (
        "export or copy",
        "schedule.give review.export directions.export consultations.export training.export "
        "pressure.export oversight.export preparation.sheet file.copy today.sheet",
    ),
    "y": ("why: where a number comes from", "review.why pressure.why"),
    "z": ("back on duty, unfinished", "today.duty training.duty pressure.duty"),
    "A": ("all of the list", "review.pick_shown away.pick_all leaving.pick_all file.note_all"),
    "C": ("the child's file, copied", "today.file review.file directions.file"),
    "D": ("decide: alone, or with others", "today.decide review.decide directions.decide"),
    "F": ("all of the family", "review.pick_family allocation.family what_if.family"),
    "H": ("all directions handed on", "away.hand_all"),
    "J": ("the line down", "preparation.later"),
    "K": ("the line up", "preparation.sooner"),
    "L": ("a link, or a file's name", "directions.link"),
    "N": ("the whole series", "schedule.series"),
    "S": ("a session of all sorts, or of several", "schedule.other"),
    "X": ("copy a part", "file.part"),
}
