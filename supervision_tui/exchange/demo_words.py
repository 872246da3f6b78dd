"""The words of the invented demo: names no family bears, and sentences that hang together."""

from __future__ import annotations

from typing import NamedTuple


class Fit(NamedTuple):
    """For which children a text is: on one of these plans, at an age from one year to another."""

    plans: tuple[str, ...] = ()
    ages: tuple[int, int] = (0, 25)


_AT_HOME = ("assessment", "cin", "cp", "plo", "early-help", "family-help")
# fmt: off
FIRST_NAMES = [
    "Bramble", "Cricket", "Saffron", "Pebble", "Juniper", "Marlow", "Tansy", "Otter", "Wren", "Fennel", "Cobalt",
    "Clover", "Sorrel", "Linnet", "Flint", "Hazel", "Teasel", "Pip", "Larkspur", "Basil", "Nettle", "Merlin",
    "Quill", "Rowan", "Comfrey", "Sable", "Thistle", "Umber", "Vetch", "Willow", "Yarrow", "Zephyr", "Acorn",
    "Burdock", "Catkin", "Dill", "Ember", "Fern", "Gorse", "Heather", "Indigo", "Jasper", "Kestrel", "Lichen",
    "Moss", "Nutmeg", "Ochre", "Plover",
]
# fmt: on
# fmt: off
LAST_NAMES = [
    "Quillfeather", "Mossbarrow", "Thimblewick", "Candlecroft", "Puddlemere", "Hollowbrook", "Starlingway",
    "Copperfen", "Nettlebeck", "Lanternhill", "Pebbleworth", "Gooseberrie", "Marshlight", "Tumbledown",
    "Foxglovely", "Wickerby", "Buttonsedge", "Fiddlewood", "Applethorn", "Ravenmoss", "Teacombe", "Bellweather",
    "Cinderwell", "Dewpond", "Elderflint", "Fogharrow", "Gatherstone", "Honeydrake", "Inkpenny", "Jollibeck",
    "Kettlestone", "Loomfield", "Meadowsweep", "Nightingarrow", "Oxlipton", "Parsleymead", "Quaverly", "Rushlight",
    "Snowberrie", "Turnipseed",
]
# fmt: on

VOICE = (
    "Seen alone on {day}. “I like it when it is quiet in the morning.”",
    "Seen with a sibling on {day}; drew the house with nobody in the kitchen.",
    "Did not want to talk on {day}; played beside the worker and asked when school starts.",
    "Seen at the library on {day}. Said: “Nan comes on Tuesdays, that is the good day.”",
    "On {day} said that the shouting is less, and that the bedroom door shuts now.",
)
VOICE_BESIDE = (  # of the youngest, and of those who have grown up
    "Seen on {day}: settles in arms, watches every face, startles when the door goes.",
    "Met alone on {day}. “I want to know where I live in a year, and who I ring at night.”",
)
HEARD = dict(
    zip(
        (*VOICE, *VOICE_BESIDE),
        ("seen alone", "seen with others", "observed", "seen with others", "seen alone", "observed", "seen alone"),
        strict=True,
    )
)
STAGES = {
    "experience": (
        "Home visit as planned; both adults there. The flat was warm, little food in the fridge.",
        "Missed appointment, then a call from the school about lateness on three mornings.",
        "Joint visit with the health visitor; the baby was weighed and is following the line.",
        "Family meeting at the grandmother's; the uncle offered to help with mornings.",
    ),
    "reflection": (
        "I left feeling hurried and noticed that I had not sat down.",
        "I think I was pleased by the tidy room and asked too little about the nights.",
        "The anger in the room was not about the visit; it took me a while to see it.",
        "",
    ),
    "analysis": (
        "The lateness follows the mother's shifts rather than neglect; we assume, we have not checked.",
        "Three referrals with the same worry in two years: the plan treats each as new.",
        "Change is real but rests on one person. What happens when she is tired?",
        "Neglect is chronic here; a good week is not evidence of a good month.",
    ),
    "action": (
        "See the child alone in another place, and ask about the nights.",
        "Bring the network together; agree who does the mornings.",
        "",
    ),
}
KNOWN = ("School attendance is 84 %.", "Two police call-outs since spring.", "The health visitor sees the baby weekly.")
NOT_KNOWN = ("Who sleeps in the house at weekends.", "What the father thinks of the plan.", "How the nights are.", "")
PACE = ("Quick enough while the grandmother helps.", "Too slow for a child of this age.", "")
DISAGREEMENTS = (
    "I do not think the pace is too slow; the first four weeks went on finding an interpreter.",
    "The direction to visit in the evening was agreed for the week after.",
)
VIEWS = (
    "The pace is too slow for this child; one more month without change and we go to legal advice.",
    "Good enough at home for now; the plan should say what we would see before it ends.",
    "We know a lot about the adults and little about the day of this child.",
    "The network holds; our part is to make it hold without us.",
    "Cumulative harm is under-weighed here. I want the chronology before the next core group.",
)
DECISIONS = (
    "Continue the plan, with a written agreement on mornings, because lateness is what the child speaks of.",
    "Hold a strategy discussion if the next visit is missed, because a third missed visit changes the picture.",
    "Step down once the two nights a week with the grandmother have held for six weeks.",
    "Seek legal advice, because the change so far is on paper.",
)
CONTINGENCY = ("If the flat is without heating again: same day call to housing, and to me.", "")
DIRECTIONS = (
    ("Bring the health visitor into the core group", "agency", "health visiting", "weight was the first worry"),
    ("Write the chronology from birth", "worker", "", "the pattern is only seen across years"),
    ("See the child alone, away from home", "worker", "", "the child has not been heard without an adult"),
    ("Convene a family group conference", "worker", "", "the wider family has not been asked"),
    ("Ask the school for attendance by lesson", "agency", "school", "lateness follows a pattern"),
    ("Agree a written plan for mornings with the mother", "worker", "", "mornings are what the child speaks of"),
    ("Chair the next network meeting", "manager", "", "the partners are no longer of one mind"),
    ("Refer to the young carers' group", "worker", "", "the eldest does the cooking"),
    ("Check housing's decision on the damp", "agency", "housing", "the asthma is worse in that room"),
    ("Complete the pathway needs assessment", "worker", "", "the birthday is in four months"),
    ("Visit unannounced in the evening", "worker", "", "nothing is known of the evenings"),
    ("Get the police log of call-outs", "agency", "police", "two call-outs are only known by hearsay"),
)
DIRECTIONS_BESIDE = (  # for children for whom the others are not
    ("Find out who is there at night, and write it down", "worker", "", "the nights are not known"),
    ("Ask what has changed since the last plan, and for whom", "worker", "", "change so far is on paper"),
)
YOUNG, AT_SCHOOL, GROWN = (0, 4), (5, 16), (15, 25)
FITS = {  # texts that are not for every child: on which plans (of none named: all), at which ages
    VOICE[0]: Fit(ages=(4, 25)),
    VOICE[1]: Fit(ages=(4, 12)),
    VOICE[2]: Fit(ages=(3, 9)),
    VOICE[3]: Fit(ages=AT_SCHOOL),
    VOICE[4]: Fit(ages=(5, 17)),
    VOICE_BESIDE[0]: Fit(ages=(0, 2)),
    VOICE_BESIDE[1]: Fit(ages=GROWN),
    STAGES["experience"][0]: Fit(ages=(0, 17), plans=_AT_HOME),
    STAGES["experience"][1]: Fit(ages=AT_SCHOOL),
    STAGES["experience"][2]: Fit(ages=(0, 1), plans=_AT_HOME),
    STAGES["action"][1]: Fit(ages=(4, 17)),
    STAGES["analysis"][0]: Fit(ages=AT_SCHOOL, plans=_AT_HOME),
    STAGES["analysis"][1]: Fit(plans=_AT_HOME),
    STAGES["analysis"][3]: Fit(plans=_AT_HOME),
    CONTINGENCY[0]: Fit(plans=_AT_HOME),
    KNOWN[0]: Fit(ages=AT_SCHOOL),
    KNOWN[1]: Fit(plans=_AT_HOME),
    KNOWN[2]: Fit(ages=(0, 1)),
    NOT_KNOWN[0]: Fit(plans=_AT_HOME),
    PACE[0]: Fit(plans=_AT_HOME),
    PACE[1]: Fit(ages=(0, 17)),
    VIEWS[0]: Fit(plans=("cp", "plo", "cin")),
    VIEWS[1]: Fit(plans=_AT_HOME),
    VIEWS[2]: Fit(ages=(0, 17)),
    VIEWS[4]: Fit(plans=("cp",)),
    DECISIONS[0]: Fit(ages=(4, 16), plans=_AT_HOME),
    DECISIONS[1]: Fit(plans=("cin", "cp", "assessment")),
    DECISIONS[2]: Fit(plans=("cin", "cp")),
    DECISIONS[3]: Fit(plans=("cp", "plo")),
    "Bring the health visitor into the core group": Fit(plans=("cp",), ages=YOUNG),
    "Write the chronology from birth": Fit(plans=("assessment", "cp", "plo", "cla")),
    "See the child alone, away from home": Fit(ages=(4, 17)),
    "Convene a family group conference": Fit(ages=(0, 17)),
    "Ask the school for attendance by lesson": Fit(ages=AT_SCHOOL),
    "Agree a written plan for mornings with the mother": Fit(ages=(4, 16), plans=_AT_HOME),
    "Refer to the young carers' group": Fit(ages=(8, 17)),
    "Check housing's decision on the damp": Fit(plans=_AT_HOME),
    "Complete the pathway needs assessment": Fit(plans=("care-leaver",)),
    "Visit unannounced in the evening": Fit(plans=_AT_HOME),
    "Get the police log of call-outs": Fit(plans=_AT_HOME),
}
"""Every text that is not named fits every child."""
OUTCOMES = ("done, and written up", "done; the family agreed", "done in part, the rest is in the new plan", "done")
EXTENDED = (
    "worker was in court that week",
    "the partner agency was closed",
    "the family moved",
    "crisis for another child",
)
RAG_REASONS = {
    "red": ("third missed appointment", "injury not explained", "care arrangement broke down"),
    "amber": ("change is slow", "one parent has left", "school is worried again", "health appointments missed"),
    "green": ("plan is holding", "both parents take part", "settled in placement"),
}
FITS |= {
    "care arrangement broke down": Fit(plans=("cla",)),
    "one parent has left": Fit(plans=_AT_HOME),
    "school is worried again": Fit(ages=AT_SCHOOL),
    "both parents take part": Fit(plans=_AT_HOME),
    "settled in placement": Fit(plans=("cla",)),
}
PERSONAL = {
    "wellbeing": ("Slept badly after the removal; spoke about it. Will take the day off in lieu.", "Well, tired.", ""),
    "workload": ("Two reports due in the same week; one moved.", "Manageable this month.", "Too much; see response."),
    "leave": ("Leave booked for half term.", ""),
    "learning": ("Missed the neglect course because of duty; rebooked.", "Reads on cumulative harm.", ""),
}
MANAGER_NAME, MANAGER_ROLE, COUNCIL = "Rowan Alderfield", "team manager", "Fernshire County Council"
TEAMS = ("Lantern Team", "Harbour Team", "Orchard Team", "Windmill Team", "Meadow Team", "Beacon Team", "Quarry Team")
CATEGORIES = ("neglect", "emotional abuse", "physical abuse", "multiple")

CLINICIANS = (
    ("Ottilie Marrow", "clinical psychologist", "Tuesdays at the centre; ext. 4417"),
    ("Ferdy Quillstone", "systemic family therapist", "Mondays and Thursdays, in the team's room"),
    ("Pippa Larkmoor", "domestic abuse practitioner", "by telephone, any morning"),
)
MODES = ("individual", "reflecting team", "joint visit", "group", "individual", "family clinic")
QUESTIONS = (
    (
        "How do we help her speak about the nights without making her choose between her parents?",
        "She may be protecting both of them; silence keeps the peace on Tuesdays.",
        ("Draw the week with her, a day a page", "See her at the grandmother's, not at home"),
    ),
    (
        "The mother agrees to everything and nothing changes. What are we not seeing?",
        "Agreeing is how she ends a visit; nobody has asked what it costs her.",
        ("Ask the mother what she would do first, and begin with that", "Bring the health visitor to the next visit"),
    ),
    (
        "Is this neglect, or a parent who is ill?",
        "Both are possible at once; the pattern follows the medication, not the money.",
        ("Ask the GP for a medication review, with consent", "Keep a diary of mornings with the school for a month"),
    ),
    (
        "He is excluded a second time. How do we keep his place in the family?",
        "The exclusions follow contact with his father.",
        ("Agree with the school one adult he goes to", "Prepare him for each contact, and see him the day after"),
    ),
    (
        "How do we work with a father who is frightening, without losing the children's trust?",
        "The team has been careful of him, and so nobody has said what he must change.",
        ("Two workers at each visit, and a plan if it is refused", "Say in writing what has to change, and by when"),
    ),
)
STRENGTHS = (
    "The grandmother has kept every appointment.",
    "The brothers look after each other and say so.",
    "School is a safe place, and there is one adult there who is trusted.",
)
FITS |= {
    QUESTIONS[0][0]: Fit(ages=(5, 17), plans=_AT_HOME),
    QUESTIONS[1][0]: Fit(plans=_AT_HOME),
    QUESTIONS[2][0]: Fit(plans=_AT_HOME),
    QUESTIONS[3][0]: Fit(ages=(8, 16)),
    QUESTIONS[4][0]: Fit(plans=_AT_HOME),
}
FOLLOWED_UP = {
    "helped": "she spoke about the nights in the second week",
    "partly": "the diary was kept for two weeks of four",
    "no": "the family moved before it could begin",
}
THEMES = (
    ("Neglect in families we like", "We are slower to act where the parents are grateful."),
    ("Writing so that the child could read it", ""),
)
WISHED = ("Motivational interviewing, two days", "Life story work", "Working with interpreters")
PIECES = (
    "Read and discussed research on cumulative harm",
    "Shadowed the court team for a day",
    "Course on neglect, and what I changed after it",
    "Reflected with a colleague on a removal",
    "Prepared a practice discussion for the team",
)
LEARNED = (
    "Asks about the nights now, in every visit.",
    "Writes the analysis before the description.",
    "",
)
GOALS = (
    ("Chair a core group alone", ""),
    ("Write an analysis that stands up in court", "court"),
    ("Recognise coercive control in early visits", "domestic-abuse"),
    ("Use the genogram in first visits", ""),
    ("Talk with children about exploitation", "exploitation"),
)
UNFINISHED = ("a chronology for court", "visit records of two days", "an assessment due that week", "")
TAGS = (
    "neglect", "domestic abuse", "delay", "parental mental health", "education", "contact", "working with fathers",
    "housing", "alcohol and drugs", "child's voice",
)  # fmt: skip
AUDIT_SUMMARIES = {
    True: (
        "One can tell from the file what this child's week is like.",
        "Direction is clear, dated and followed up; the analysis could say more of the father.",
    ),
    False: (
        "Much is done, and it is hard to see what it changes for the child.",
        "Visits are on time; what was seen in them is not said.",
    ),
}
AUDIT_FINDINGS = {
    "lived-experience": {
        True: ("Seen alone three times; the file says what the mornings are like.",),
        False: ("The child's week does not come across; adults' accounts fill the file.",),
    },
    "impact": {
        True: ("Attendance rose once the uncle did the mornings.",),
        False: ("Activity is recorded, not what it changed.",),
    },
    "oversight": {
        True: ("The manager's view stands on the file each month.",),
        False: ("Three months without the manager's own view.",),
    },
    "rationale": {
        True: ("Why the plan stepped down is said, and by whom.",),
        False: ("The decision is there, its reason is not.",),
    },
    "analysis": {
        True: ("History is weighed, not listed.",),
        False: ("A chronology stands in place of an analysis.",),
    },
    "clarity": {
        True: ("Every direction has an owner and a day.",),
        False: ("Two directions are for “the network”, without a day.",),
    },
    "earlier-actions": {
        True: ("Each session begins with what was asked last time.",),
        False: ("Earlier directions are not taken up again.",),
    },
    "depth": {
        True: ("Hypotheses are named, one about ourselves.",),
        False: ("Reflection is one line, the same each month.",),
    },
    "challenge": {
        True: ("The manager asks what would have to be true for us to be wrong.",),
        False: ("Optimism goes unasked.",),
    },
    "timeliness": {
        True: ("Visits and core groups in time.",),
        False: ("Two core groups late, without a reason.",),
    },
    "diversity": {
        True: ("What faith means to this family is described.",),
        False: ("Identity is a heading without words under it.",),
    },
}
AUDIT_ACTIONS = (
    (
        "See the child alone and write down the week in the child's own words",
        "the file does not show the lived experience",
    ),
    ("Write the analysis anew, with the father in it", "the analysis leaves out half the family"),
    ("Set a day and an owner for each open direction", "two directions have neither"),
)
