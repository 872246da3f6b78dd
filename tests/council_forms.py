"""Two forms as councils write them, for the tests: a long agreement with clauses, and a personal
record of fourteen sections.
"""

from __future__ import annotations

AGREEMENT = '''
kind = "agreement"
id = "eastmere-agreement"
order = 1
title = "Eastmere supervision agreement"
source = "Eastmere, supervision policy, appendix 2"

[[sections]]
id = "expectations-supervisor"
title = "What the supervisor undertakes"
clause = """
To keep to the day and the hour; to prepare; to have read the last record; to leave ten minutes at
the end for what was agreed; to write it up within two working days."""

[[sections]]
id = "expectations-supervisee"
title = "What the supervisee undertakes"
clause = "To bring an agenda, to be open about what is not done, and to follow up what was agreed."
questions = ["What do you want from this hour?"]

[[sections]]
id = "content"
title = "What is spoken of"
clause = "Every child at least once in six weeks; practice; wellbeing; learning; the service."

[[sections]]
id = "frequency"
title = "Frequency and place"
clause = "Monthly for ninety minutes, in a room with a door, not at the desk and not in a car."
questions = ["What suits you, and what would make it hard?"]

[[sections]]
id = "recording"
title = "Recording"
clause = "Case decisions go onto the child's record; the rest stays in the supervision file."

[[sections]]
id = "confidentiality"
title = "Confidentiality"
clause = """
The file is read by the two of us, the next manager, an auditor, and an inspector. It goes with you
if you change team. Where somebody may be harmed, nothing is confidential."""

[[sections]]
id = "interruptions"
title = "Interruptions"
clause = "Telephones are off. Only a child in danger interrupts."

[[sections]]
id = "postponement"
title = "When it is put off"
clause = "It is held within five working days; after two in a row the head of service is told."

[[sections]]
id = "disagreement"
title = "Complaints and disagreement"
clause = "First between us, then with the head of service, then by the grievance procedure."
questions = ["How will I know that you disagree?"]

[[sections]]
id = "identity"
title = "Identity, difference and power"
questions = ["How do our differences come into the room?", "What is never to be assumed of you?"]

[[sections]]
id = "history"
title = "Supervision before"
questions = ["What was the best hour that you ever had, and the worst?"]

[[sections]]
id = "review"
title = "Review"
clause = "This agreement is looked at after six weeks, then each year, and when one of us changes."
'''

_SECTIONS = (
    ("check-in", "How are you", "wellbeing", True),
    ("health-safety", "Health, safety and lone working", "other", True),
    ("sickness", "Sickness, return to work and triggers", "wellbeing", True),
    ("leave-toil", "Annual leave, TOIL and flexi", "leave", False),
    ("adjustments", "Adjustments and carers' needs", "wellbeing", True),
    ("stress", "Stress risk assessment", "wellbeing", True),
    ("caseload", "Caseload and capacity", "workload", True),
    ("performance", "What goes well, what does not", "other", True),
    ("probation", "Probation", "other", True),
    ("capability", "Capability", "other", True),
    ("targets", "Appraisal targets", "learning", True),
    ("cpd", "Training, CPD and registration", "learning", True),
    ("team", "The team and the service", "other", False),
    ("feedback", "Feedback to the manager", "other", False),
)
_OFF = ("adjustments", "stress", "probation", "capability")


def _section(section: str, title: str, counts_as: str, has_actions: bool) -> str:
    lines = [
        "[[sections]]",
        f'id = "{section}"',
        f'title = "{title}"',
        f'counts_as = "{counts_as}"',
        f"has_actions = {str(has_actions).lower()}",
    ]
    if section in _OFF:
        lines.append("is_on = false")
    return "\n".join(lines)


PERSONAL = "\n\n".join(
    (
        'kind = "personal-record"\nid = "northdale-personal"\norder = 1\n'
        'title = "Northdale supervision record, part B"\n'
        'source = "Northdale, supervision form, version 7"',
        *(_section(*each) for each in _SECTIONS),
    )
)

BOTH = {"forms/eastmere.toml": AGREEMENT, "forms/northdale.toml": PERSONAL}
