"""The words of the invented demo: names no family bears, and sentences that hang together."""

from __future__ import annotations

from typing import NamedTuple


class Fit(NamedTuple):
    """The children whom a text fits: on one of these plans, between two ages, with siblings."""

    plans: tuple[str, ...] = ()
    ages: tuple[int, int] = (0, 25)
    siblings: bool = False


class Judgement(NamedTuple):
    """A view of a child in one session, of a piece: for these plans, ages and ratings."""

    fit: Fit
    rags: tuple[str, ...]
    analysis: str
    pace: str
    view: str
    decision: str
    contingency: str


_AT_HOME = ("assessment", "cin", "cp", "plo", "early-help", "family-help")
# fmt: off
FIRST_NAMES = [
    "Bramble", "Cricket", "Saffron", "Pebble", "Juniper", "Marlow", "Tansy", "Otter", "Wren",
    "Fennel", "Cobalt",
    "Clover", "Sorrel", "Linnet", "Flint", "Hazel", "Teasel", "Pip", "Larkspur", "Basil", "Nettle",
    "Merlin",
    "Quill", "Rowan", "Comfrey", "Sable", "Thistle", "Umber", "Vetch", "Willow", "Yarrow", "Zephyr",
    "Acorn",
    "Burdock", "Catkin", "Dill", "Ember", "Fern", "Gorse", "Heather", "Indigo", "Jasper", "Kestrel",
    "Lichen",
    "Moss", "Nutmeg", "Ochre", "Plover",
]
# fmt: on
# fmt: off
LAST_NAMES = [
    "Quillfeather", "Mossbarrow", "Thimblewick", "Candlecroft", "Puddlemere", "Hollowbrook",
    "Starlingway",
    "Copperfen", "Nettlebeck", "Lanternhill", "Pebbleworth", "Gooseberrie", "Marshlight",
    "Tumbledown",
    "Foxglovely", "Wickerby", "Buttonsedge", "Fiddlewood", "Applethorn", "Ravenmoss", "Teacombe",
    "Bellweather",
    "Cinderwell", "Dewpond", "Elderflint", "Fogharrow", "Gatherstone", "Honeydrake", "Inkpenny",
    "Jollibeck",
    "Kettlestone", "Loomfield", "Meadowsweep", "Nightingarrow", "Oxlipton", "Parsleymead",
    "Quaverly", "Rushlight",
    "Snowberrie", "Turnipseed",
]
# fmt: on

# fmt: off
FAMILY_NAMES = [  # of the children: no worker bears one
    "Amberlode", "Bramblecote", "Cloverdeep", "Dappleford", "Emberlow", "Fernhollow", "Gladewick",
    "Hazelmarch",
    "Ivorybeck", "Juniperholt", "Kindlewood", "Larchmere", "Mallowfield", "Nimblegate", "Oakapple",
    "Plumstone",
    "Quincebrook", "Reedwhistle", "Sandlark", "Thornapple", "Umberdale", "Violetmoor", "Whinberry",
    "Yarrowby",
    "Appledrift", "Bluebellow", "Cricklemarsh", "Dovetree", "Elmwhisper", "Flaxmoor", "Greengale",
    "Hopmeadow",
    "Islewick", "Jackdawby", "Kestrelby", "Lavenderhay", "Mistlebury", "Nutbrown", "Otterford",
    "Primrosely",
]
# fmt: on

_CLA, _CARE_LEAVER, _EARLY_HELP = ("cla",), ("care-leaver",), ("early-help", "family-help")
_IN_NEED = ("assessment", "cin", "cp", "plo")
BABY, YOUNG, AT_SCHOOL, TALKS = (0, 1), (0, 4), (5, 16), (4, 17)
_HEARD = {  # what a child says or shows, and how it was heard
    "Seen alone on {day}. “I like it when it is quiet in the morning.”": (
        Fit(ages=TALKS),
        "seen alone",
    ),
    "Seen with a sibling on {day}; drew the house with nobody in the kitchen.": (
        Fit(_AT_HOME, (4, 12), siblings=True),
        "seen with others",
    ),
    "Did not want to talk on {day}; played beside the worker and hummed.": (
        Fit(ages=(3, 9)),
        "observed",
    ),
    "Seen at the library on {day}. Said: “Nan comes on Tuesdays, that is the good day.”": (
        Fit(_AT_HOME, (5, 12)),
        "seen with others",
    ),
    "On {day} said that the shouting is less, and that the bedroom door shuts now.": (
        Fit(_AT_HOME, (5, 17)),
        "seen alone",
    ),
    "Seen on {day}: settles in arms, watches every face, startles when the door goes.": (
        Fit(_AT_HOME, BABY),
        "observed",
    ),
    "Seen on {day}; brings toys to the worker, looks for the mother when the door goes.": (
        Fit(_AT_HOME, (1, 3)),
        "observed",
    ),
    "Seen on {day} with the carers; reaches for them, and sleeps through now.": (
        Fit(_CLA, (0, 3)),
        "observed",
    ),
    "Seen alone on {day}. “I want to know how long I stay, and who decides.”": (
        Fit(_CLA, (8, 17)),
        "seen alone",
    ),
    "Seen alone on {day}; showed the bedroom and the school bag, said nothing of family time.": (
        Fit(_CLA, (5, 13)),
        "seen alone",
    ),
    "Met on {day}. “I want to know who I ring at night.”": (Fit(_CARE_LEAVER), "seen alone"),
    "Met on {day}; the course goes well, the flat is quiet. “Too quiet on Sundays.”": (
        Fit(_CARE_LEAVER),
        "seen alone",
    ),
}
VOICE = tuple(_HEARD)
HEARD = {text: how for text, (_, how) in _HEARD.items()}
_EXPERIENCE = {
    "Home visit as planned; both adults there. The flat was warm, little food in the fridge.": Fit(
        _AT_HOME, (0, 17)
    ),
    "Missed appointment, then a call from the school about lateness on three mornings.": Fit(
        _AT_HOME, AT_SCHOOL
    ),
    "Joint visit with the health visitor; the baby was weighed and is following the line.": Fit(
        _AT_HOME, BABY
    ),
    "Family meeting at the grandmother's; the uncle offered to help with mornings.": Fit(
        _AT_HOME, (3, 17)
    ),
    "Unannounced visit; the mother was on her own, and talked for the first time.": Fit(
        _AT_HOME, (0, 17)
    ),
    "Visit in the placement; saw the bedroom, and had time alone.": Fit(_CLA, TALKS),
    "Family time was supervised; the goodbye was hard, and the carer sat with it for an hour.": Fit(
        _CLA, (2, 17)
    ),
    "The carer keeps a diary of sleep and meals; it is steadier than two months ago.": Fit(
        _CLA, (0, 8)
    ),
    "Meeting with the carers and the school; homework is done, friends are few.": Fit(
        _CLA, (7, 17)
    ),
    "Met at the flat; the rent is paid, the fridge is empty.": Fit(_CARE_LEAVER),
    "Came to the office without an appointment, and stayed an hour.": Fit(_CARE_LEAVER),
}
_REFLECTION = (
    "I left feeling hurried and noticed that I had not sat down.",
    "I think I was pleased by the tidy room and asked too little about the nights.",
    "The anger in the room was not about the visit; it took me a while to see it.",
    "",
)
_ACTION = {
    "See the child alone in another place, and ask about the nights.": Fit(_AT_HOME, TALKS),
    "Bring the network together; agree who does the mornings.": Fit(_AT_HOME, TALKS),
    "Watch a meal and a bedtime, and write down who does what.": Fit(_AT_HOME, (0, 3)),
    "See the child away from the placement, and ask what should be different.": Fit(_CLA, (5, 17)),
    "Ask the carers what a hard day looks like.": Fit(_CLA, (0, 17)),
    "Agree one evening in the week for a call.": Fit(_CARE_LEAVER),
    "": Fit(),
}
STAGES = {"experience": tuple(_EXPERIENCE), "reflection": _REFLECTION, "action": tuple(_ACTION)}
_KNOWN = {
    "School attendance is 84 %.": Fit(_AT_HOME, AT_SCHOOL),
    "School attendance is 93 %, and was 71 % a year ago.": Fit(_AT_HOME, (7, 16)),
    "Two police call-outs in the last year.": Fit(_IN_NEED, (0, 17)),
    "The health visitor sees the baby weekly.": Fit(_AT_HOME, BABY),
    "The mother keeps her appointments with the GP.": Fit(_AT_HOME, (0, 17)),
    "Health assessment and dentist are up to date.": Fit(_CLA, (3, 17)),
    "The carers live twenty minutes from the school.": Fit(_CLA, AT_SCHOOL),
    "Weight and sleep are followed by the clinic.": Fit(_CLA, (0, 3)),
    "The pathway plan is known and signed.": Fit(_CARE_LEAVER),
}
KNOWN = tuple(_KNOWN)
_NOT_KNOWN = {
    "Who sleeps in the house at weekends.": Fit(_AT_HOME, (0, 17)),
    "What the father thinks of the plan.": Fit((*_AT_HOME, "cla"), (0, 17)),
    "How the nights are.": Fit(_AT_HOME, (0, 17)),
    "What the child has been told about why.": Fit(_CLA, TALKS),
    "Who would be rung at two at night.": Fit(_CARE_LEAVER),
    "": Fit(),
}
NOT_KNOWN = tuple(_NOT_KNOWN)
DISAGREEMENTS = (
    "I do not think the pace is too slow; the first four weeks went on finding an interpreter.",
    "The direction to visit in the evening was agreed for the week after.",
)
_ANY_RAG = ("green", "amber", "red", "")
_HEATING = "If the flat is without heating again: same day call to housing, and to me."
_STABILITY = (
    "If the placement gives notice: stability meeting within two working days, and a call to me."
)
_TENANCY = "If the tenancy is at risk: housing and I on the same day."
JUDGEMENTS = (
    Judgement(
        Fit(("cp",), (0, 17)), ("amber", "red"),
        "Neglect is chronic here; a good week is not evidence of a good month.",
        pace="Too slow for a child of this age.",
        view="The pace is too slow for this child; one more month without change and we go to "
             "legal "
        "advice.",
        decision="Continue the plan for one month with visits each week, because the change so "
                 "far is on "
        "paper.",
        contingency=_HEATING,
    ),
    Judgement(
        Fit(("cp",), AT_SCHOOL), ("amber",),
        "The lateness follows the mother's shifts rather than neglect; we assume, we have not "
        "checked.",
        pace="",
        view="We know a lot about the adults and little about the day of this child.",
        decision="Continue the plan, with a written agreement on mornings, because lateness is "
                 "what the "
        "child speaks of.",
        contingency="",
    ),
    Judgement(
        Fit(("cp", "cin"), (0, 17)), ("amber",),
        "Change is real but rests on one person. What happens when she is tired?",
        pace="Quick enough while the grandmother helps.",
        view="Good enough at home for now; the plan should say what we would see before it ends.",
        decision="Continue the plan; a family meeting before the next review, "
        "because one person carries it.",
        contingency="If the grandmother cannot help: a family meeting within the week, and a call "
                    "to me.",
    ),
    Judgement(
        Fit(("cp",), (0, 17)), ("amber", "red"),
        "Three referrals with the same worry in two years: the plan treats each as new.",
        pace="Too slow for a child of this age.",
        view="Cumulative harm is under-weighed here. I want the chronology before the next core "
             "group.",
        decision="Hold a strategy discussion if the next visit is missed, because a third missed "
                 "visit "
        "changes the picture.",
        contingency=_HEATING,
    ),
    Judgement(
        Fit(("cp",), (0, 17)), ("red",),
        "What was agreed has been broken three times, each time with a good reason.",
        pace="Too slow for a child of this age.",
        view="The plan does not keep this child safe as it stands.",
        decision="Seek legal advice this week, because the change so far is on paper.",
        contingency="If anything is seen that frightens: strategy discussion the same day, and a "
                    "call to me.",
    ),
    Judgement(
        Fit(("cp", "cin"), (0, 17)), ("green", ""),
        "Both weeks at the grandmother's were calm, and the others say the same.",
        pace="",
        view="The network holds; our part is to make it hold without us.",
        decision="Step down once the two nights a week with the grandmother have held for six "
                 "weeks.",
        contingency="",
    ),
    Judgement(
        Fit(("cp", "cin"), (0, 17)), ("green", ""),
        "The mother asks for help before it is an emergency; that is new.",
        pace="",
        view="We are good at noticing what fails here; I want the plan to say what works.",
        decision="Continue the plan to its review, and write down with the family what has "
                 "worked, because "
        "nobody has yet.",
        contingency="",
    ),
    Judgement(
        Fit(("cin",), AT_SCHOOL), ("green", ""),
        "School, sleep and friends move together; each month one of them.",
        pace="",
        view="I hear more of the child in this record than in the last one.",
        decision="Ask the school to take the lead from the next review, because it sees the child "
                 "each day.",
        contingency="",
    ),
    Judgement(
        Fit(("cin",), (0, 17)), ("amber", "red"),
        "The help is taken, and the worry is the same as at the start.",
        pace="Too slow for a child of this age.",
        view="The plan names what we do, and not what should be different for the child.",
        decision="Continue the plan for six weeks with two things that must change, because "
                 "nobody could "
        "name one.",
        contingency=_HEATING,
    ),
    Judgement(
        Fit(("assessment",), TALKS), _ANY_RAG,
        "Each adult tells the same evening differently; nobody asked who puts the child to bed.",
        pace="",
        view="We know a lot about the adults and little about the day of this child.",
        decision="Finish the assessment by its date, with the child seen alone once more, because "
                 "their "
        "day is not in it.",
        contingency="",
    ),
    Judgement(
        Fit(("assessment",), (0, 3)), _ANY_RAG,
        "The parents are tired and proud; what is told of sleep does not fit what was seen.",
        pace="",
        view="The parents are in it, the nights of this child are not.",
        decision="Finish the assessment by its date, with one visit at bedtime, because the "
                 "nights are not "
        "in it.",
        contingency="",
    ),
    Judgement(
        Fit(("plo",), (0, 17)), _ANY_RAG,
        "The letter was understood; the agreement is kept in what can be seen, and not in what "
        "cannot.",
        pace="Too slow for a child of this age.",
        view="What counts from here is whether the agreement is kept, not whether it is liked.",
        decision="Hold the review meeting on its day, because the parents' solicitors have the "
                 "assessment "
        "by then.",
        contingency="If the agreement is broken: legal planning meeting within the week, and a "
                    "call to me.",
    ),
    Judgement(
        Fit(_EARLY_HELP, (0, 17)), _ANY_RAG,
        "The family names the worry better than we do, and has begun with it.",
        pace="",
        view="The network holds; our part is to make it hold without us.",
        decision="Go on for six weeks, because the family has begun what it said.",
        contingency="",
    ),
    Judgement(
        Fit(_CLA, (0, 17)), ("green", ""),
        "The calm is the carers' work and the child's own; "
        "nothing in the plan says how it is kept.",
        pace="",
        view="The placement holds; permanence cannot wait for the next review.",
        decision="Bring the permanence plan to the next review, because waiting has become the "
                 "plan.",
        contingency=_STABILITY,
    ),
    Judgement(
        Fit(_CLA, (1, 17)), ("green", "amber"),
        "The hard days follow family time; we have not asked what the child would change.",
        pace="",
        view="Family time serves the adults at present; I want it to serve the child.",
        decision="Keep family time as it is until the review, because the last change unsettled "
                 "sleep.",
        contingency=_STABILITY,
    ),
    Judgement(
        Fit(_CLA, (0, 17)), ("amber", "red"),
        "The placement carries more than we see: the carers have not had a break for months.",
        pace="Slow: the plan for permanence waits for one report.",
        view="If we lose this placement, we lose the school and the one friend with it.",
        decision="Hold a stability meeting with the carers, because they have asked twice for a "
                 "break.",
        contingency=_STABILITY,
    ),
    Judgement(
        Fit(_CARE_LEAVER), ("green", ""),
        "Independent in the forms, alone in the evenings; the plan speaks of the first only.",
        pace="",
        view="The flat is settled; the next question is who is there besides us.",
        decision="Keep the weekly call for the first months of the tenancy, because that is when "
                 "others "
        "lost theirs.",
        contingency=_TENANCY,
    ),
    Judgement(
        Fit(_CARE_LEAVER), ("amber", "red"),
        "Each letter that is not opened becomes a debt; shame keeps it shut, not laziness.",
        pace="",
        view="The pathway plan says much of benefits and little of work.",
        decision="Review the pathway plan early, because the course ends before the plan does.",
        contingency=_TENANCY,
    ),
)  # fmt: skip
_DIRECTIONS = (  # what, by what kind of owner, who, why, and for which children
    ("Bring the health visitor into the core group", "agency", "health visiting", "weight was the "
        "first worry", Fit(("cp",), YOUNG)),
    ("Write the chronology from birth", "worker", "", "the pattern is only seen across years",
        Fit(("assessment", "cp", "plo", "cla"), (0, 17))),
    ("See the child alone, away from home", "worker", "", "the child has not been heard without "
        "an adult", Fit(_AT_HOME, TALKS)),
    ("Convene a family group conference", "worker", "", "the wider family has not been asked",
        Fit(_IN_NEED, (0, 17))),
    ("Ask the school for attendance by lesson", "agency", "school", "lateness follows a pattern",
        Fit(("cin", "cp", "plo", "assessment", "early-help", "cla"), (11, 16))),
    ("Agree a written plan for mornings with the mother", "worker", "", "mornings are what the "
        "child speaks of", Fit(_AT_HOME, (4, 16))),
    ("Chair the next network meeting", "manager", "", "the partners are no longer of one mind",
        Fit()),
    ("Refer to the young carers' group", "worker", "", "the child cooks and cleans most days",
        Fit(_AT_HOME, (8, 17))),
    ("Check housing's decision on the damp", "agency", "housing",
        "the asthma is worse in that room", Fit(_AT_HOME, (0, 17))),
    ("Complete the pathway needs assessment", "worker", "", "the plan for eighteen is made with "
        "the young person", Fit(_CLA, (15, 17))),
    ("Visit unannounced in the evening", "worker", "", "nothing is known of the evenings",
        Fit(_AT_HOME, (0, 17))),
    ("Get the police log of call-outs", "agency", "police", "two call-outs are only known by "
        "hearsay", Fit(_IN_NEED, (0, 17))),
    ("Find out who is there at night, and write it down", "worker", "", "the nights are not known",
        Fit(_AT_HOME, (0, 17))),
    ("Ask what has changed since the last plan, and for whom", "worker", "", "change so far is on "
        "paper", Fit()),
    ("Ask the carers what would make the placement hold", "worker", "", "notice would come "
        "without warning", Fit(_CLA, (0, 17))),
    ("Write down with the carers what the child is told about why", "worker", "", "three versions "
        "are about", Fit(_CLA, (3, 17))),
    ("Bring the permanence plan to the next review", "worker", "", "the child asks how long",
        Fit(_CLA, (3, 17))),
    ("Ask for a place at the carers' nearest nursery", "worker", "", "there are no other children "
        "there", Fit(_CLA, (1, 3))),
    ("Apply for the setting-up grant", "worker", "", "the flat has a bed and a chair",
        Fit(_CARE_LEAVER)),
    ("Go through the unopened letters together", "worker", "", "two are about the rent",
        Fit(_CARE_LEAVER)),
    ("Ask the course what would keep the place", "agency", "college", "three weeks were missed",
        Fit(_CARE_LEAVER)),
)  # fmt: skip
DIRECTIONS = tuple(each[:4] for each in _DIRECTIONS)
OUTCOMES = (
    "done, and written up",
    "done; the family agreed",
    "done in part, the rest is in the new plan",
    "done",
)
EXTENDED = (
    "worker was in court that week",
    "the partner agency was closed",
    "the family moved",
    "crisis for another child",
)
RAG_REASONS = {
    "red": ("third missed appointment", "home is worse than at any visit this year",
        "care arrangement broke down"),
    "amber": ("change is slow", "one parent has left", "school is worried again",
        "health appointments missed", "family time unsettles", "rent is owed"),
    "green": ("plan is holding", "both parents take part", "settled in placement",
        "course goes well"),
}  # fmt: skip
_RATED = {
    "third missed appointment": Fit(_AT_HOME),
    "home is worse than at any visit this year": Fit(_AT_HOME),
    "care arrangement broke down": Fit(_CLA),
    "one parent has left": Fit(_AT_HOME),
    "school is worried again": Fit((*_AT_HOME, "cla"), AT_SCHOOL),
    "family time unsettles": Fit(_CLA, (1, 17)),
    "health appointments missed": Fit(ages=(0, 17)),
    "rent is owed": Fit(_CARE_LEAVER),
    "both parents take part": Fit(_AT_HOME),
    "settled in placement": Fit(_CLA),
    "course goes well": Fit(_CARE_LEAVER),
}
CLOSED_BECAUSE = {  # by plan
    "cp": "moved to another area, records transferred",
    "plo": "moved to another area, records transferred",
    "cla": "special guardianship order made",
    "care-leaver": "support no longer wanted",
    "assessment": "no further action after the assessment",
}
CLOSED_OTHERWISE = "no longer in need"
PERSONAL = {
    "wellbeing": ("Slept badly after the removal; spoke about it. Will take the day off in lieu.",
        *("Well, tired.",) *3, "Well.", "Well; a hard week is over.", "", "", ""),
    "workload": ("Two reports due in the same week; one moved.", "Manageable this month.",
        "Manageable.", ""),
    "leave": ("Leave booked.", "", ""),
    "learning": ("Reading about cumulative harm.",
        "Brought one question from the last course.", "", ""),
}  # fmt: skip
CROWDED = {
    "workload": "Too much; see response.",
    "learning": "Missed the neglect course because of duty; rebooked.",
}
MANAGER_DAYS, MANAGER_HOURS = "Mon–Fri", "08:30–17:30"
MANAGER_NAME, MANAGER_ROLE, COUNCIL = "Rowan Alderfield", "team manager", "Fernshire County Council"
TEAMS = (
    "Lantern Team",
    "Harbour Team",
    "Orchard Team",
    "Windmill Team",
    "Meadow Team",
    "Beacon Team",
    "Quarry Team",
)
# As often as nationally.
CATEGORIES = (*("neglect",) * 5, *("emotional abuse",) * 4, "physical abuse", "multiple")

CLINICIANS = (
    ("Ottilie Marrow", "clinical psychologist", "at the centre; ext. 4417"),
    ("Ferdy Quillstone", "systemic family therapist", "in the team's room, by appointment"),
    ("Pippa Larkmoor", "domestic abuse practitioner", "by telephone, any morning"),
)
MODES = ("individual", "reflecting team", "joint visit", "group", "individual", "family clinic")
QUESTIONS = (
    (
        "How do we help the child speak about the nights without having to choose between the "
        "parents?",
        "The silence may protect both of them; it keeps the peace.",
        ("Draw the week together, a day a page", "See the child at the grandmother's, not at home"),
    ),
    (
        "The mother agrees to everything and nothing changes. What are we not seeing?",
        "Agreeing is how she ends a visit; nobody has asked what it costs her.",
        (
            "Ask the mother what she would do first, and begin with that",
            "Let the mother chair one meeting",
        ),
    ),
    (
        "Is this neglect, or a parent who is ill?",
        "Both are possible at once; the pattern follows the medication, not the money.",
        (
            "Ask the GP for a medication review, with consent",
            "Keep a diary of mornings for a month",
        ),
    ),
    (
        "A second exclusion from school. How is the place in the family kept?",
        "The exclusions follow contact with the father.",
        (
            "Agree with the school one adult to go to",
            "Prepare each contact, and visit on the day after",
        ),
    ),
    (
        "How do we work with a father who is frightening, without losing the children's trust?",
        "The team has been careful of him, and so nobody has said what he must change.",
        (
            "Two workers at each visit, and a plan if it is refused",
            "Say in writing what has to change, and by when",
        ),
    ),
    (
        "What does the placement need so that it holds another year?",
        "The carers ask for nothing, and so nobody has offered.",
        (
            "A break for the carers each month, with the same family",
            "One adult for the carers to ring at weekends",
        ),
    ),
    (
        "Who is there for a young person who says that nobody is needed?",
        "To need nobody was safe for years; we take it for strength.",
        (
            "Ask who was there at ten, and ring one of them together",
            "Keep the same evening each week",
        ),
    ),
)
STRENGTHS = (
    "The grandmother has kept every appointment.",
    "There is one adult outside the home who is trusted.",
    "The worker has stayed through three hard months, and is believed.",
)
_ASKED = (
    Fit(_AT_HOME, (5, 17)), Fit(_AT_HOME, (0, 17)), Fit(_AT_HOME, (0, 17)), Fit(_AT_HOME, (8, 16)),
    Fit(_AT_HOME, (0, 17), siblings=True), Fit(_CLA, (2, 17)), Fit(_CARE_LEAVER),
)  # fmt: skip
FOLLOWED_UP = {
    "helped": "both were done, and the visits are calmer",
    "partly": "it was kept for two weeks of four",
    "no": "the family moved before it could begin",
}
_AUDITORS_ASK = "See the child alone and write down the week in the child's own words"
FITS = {  # of every text that is not for every child, for which it is
    **{text: fit for text, (fit, _) in _HEARD.items()},
    **_EXPERIENCE,
    **_ACTION,
    **_KNOWN,
    **_NOT_KNOWN,
    **_RATED,
    _AUDITORS_ASK: Fit(ages=TALKS),
    **{each[0]: each[4] for each in _DIRECTIONS},
    **dict(zip((question for question, *_ in QUESTIONS), _ASKED, strict=True)),
}
"""Every text that is not named fits every child."""
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
UNFINISHED = (
    "a chronology for court",
    "visit records of two days",
    "an assessment due that week",
    "",
)
TAGS = (
    "neglect", "domestic abuse", "delay", "parental mental health", "education", "contact",
    "working with fathers",
    "housing", "alcohol and drugs", "child's voice",
)  # fmt: skip
AUDIT_SUMMARIES = {
    True: (
        "One can tell from the file what this child's week is like.",
        "Direction is clear, dated and followed up; the analysis could say more of the father.",
    ),
    False: (
        "Much is done, and it is hard to see what it changes for the child.",
        "There are many visits; what was seen in them is not said.",
    ),
}
AUDIT_FINDINGS = {
    "lived-experience": {
        True: ("The file says what the days and the nights are like, and how that was heard.",),
        False: ("The child's week does not come across; adults' accounts fill the file.",),
    },
    "impact": {
        True: ("What has changed for the child is said, and who says so.",),
        False: ("Activity is recorded, not what it changed.",),
    },
    "oversight": {
        True: ("The manager's own view stands on the file, and its reason.",),
        False: ("The manager's view repeats the worker's account.",),
    },
    "rationale": {
        True: ("Why it was decided so is said, and by whom.",),
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
        True: ("Visits and meetings are in time.",),
        False: ("One meeting was late, without a reason.",),
    },
    "diversity": {
        True: ("What faith means to this family is described.",),
        False: ("Identity is a heading without words under it.",),
    },
}
AUDIT_ACTIONS = (
    (_AUDITORS_ASK, "the file does not show the lived experience"),
    ("Write the analysis anew, with the father in it", "the analysis leaves out half the family"),
    ("Set a day and an owner for each open direction", "two directions have neither"),
)
