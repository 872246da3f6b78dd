"""The headings by which the columns of councils' files are known, folded to letters and digits.

Annex A: Ofsted's guidance, and the spellings in use. The dataset: data-to-insight/ssd-data-model,
data/objects. A plain caseload: the usual headings of exports from Mosaic, Liquidlogic (LCS) and
Eclipse besides.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from .tables.table import Expected

CHILD = (
    "childuniqueid",
    "child",
    "lachildid",
    "childid",
    "uniquechildid",
    "childsuniqueid",
    "childreference",
)
ADVISER = (
    "allocatedpersonaladvisor", "allocatedpersonaladviser", "personaladviser", "personaladvisor",
    "pa", "allocatedpa",
    "personaladvisername", "personaladvisorname", "allocatedpersonaladvisername",
    "allocatedpersonaladvisorname",
    "paname", "leavingcareadviser", "leavingcareadvisor",
)  # fmt: skip
_ANNEX_A_COMMON: dict[str, tuple[str, ...]] = {
    "child": CHILD,
    "born": ("dateofbirth", "dob", "birthdate", "childdateofbirth"),
    "sex": ("gender", "sex"),
    "team": ("allocatedteam", "teamname", "team"),
    "worker": (
        "allocatedworker",
        "teammembername",
        "allocatedsocialworker",
        "worker",
        "socialworker",
    ),
}
_ANNEX_A_LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "3": {
        "referral": ("dateofreferral", "referraldate"),
    },
    "4": {
        "assessment-start": ("continuousassessmentstartdate", "assessmentstartdate"),
        "assessment-authorised": (
            "continuousassessmentdateofauthorisation", "assessmentauthorisationdate",
        ),
    },
    "5": {
        "strategy": (
            "strategydiscussioninitiatingsection47enquirystartdate", "strategydiscussiondate",
        ),
        "icpc": (
            "dateofinitialchildprotectionconference", "initialchildprotectionconferencedate",
            "icpcdate",
        ),
        "unnecessary": (
            "wasaninitialchildprotectionconferencedeemedunnecessary", "icpcdeemedunnecessary",
            "initialchildprotectionconferencedeemedunnecessary", "conferencedeemedunnecessary",
            "wasaninitialchildprotectionconferenceunnecessary", "icpcunnecessary",
        ),
    },
    "6": {
        "plan_start": (
            "cinstartdate", "childinneedstartdate", "datechildbecamecin", "datebecamecin",
        ),
        "status": ("casestatus", "status"),
        "ends": ("cinclosuredate", "closuredate", "cinenddate"),
        "last_seen": (
            "datechildwaslastseen", "datechildlastseen", "childlastseen", "datelastseen",
            "lastseen", "dateoflastvisit", "lastvisitdate", "lastvisit",
        ),
    },
    "7": {
        "plan_start": ("childprotectionplanstartdate", "cpplanstartdate", "cppstartdate"),
        "category": ("latestcategoryofabuse", "initialcategoryofabuse"),
        "cp-visit-made": (
            "dateofthelaststatutoryvisit", "dateoflaststatutoryvisit", "laststatutoryvisit",
            "laststatutoryvisitdate", "datelaststatutoryvisit", "laststatvisit",
            "laststatvisitdate",
        ),
        "seen": (
            "wasthechildseenalone", "childseenalone", "seenalone", "wasthechildseen", "childseen",
        ),
        "review-conference": (
            "dateoflatestreviewconference", "latestreviewconferencedate", "latestreviewconference",
            "lastreviewconference", "latestrcpc", "lastrcpc", "dateoflatestrcpc",
        ),
        "ends": (
            "childprotectionplanenddate", "cpplanenddate", "cppenddate", "cpplanended",
            "planenddate", "deregistrationdate", "dateofderegistration", "datederegistered",
            "deregistered", "dateplanended", "dateplanceased", "cppceased", "cpplanceased",
        ),
    },
    "8": {
        "plan_start": (
            "datestartedtobelookedafter", "dateofstartoflookedafter", "lacstartdate",
            "clastartdate", "datebecamelookedafter", "datebecamecla", "datebecamelac",
            "startedtobelookedafter",
        ),
        "category": ("childslegalstatus", "legalstatus"),
        "cla-review-held": (
            "dateoflateststatutoryreview", "lateststatutoryreviewdate", "lateststatutoryreview",
            "lastlacreview", "lastclareview", "laststatutoryreview", "dateoflastreview",
        ),
        "cla-visit-made": (
            "dateoflastsocialworkvisit", "lastsocialworkvisitdate", "lastsocialworkvisit",
            "laststatvisitdate", "laststatvisit", "laststatutoryvisit",
            "dateoflaststatutoryvisit",
        ),
        "health-held": ("dateoflasthealthassessment", "lasthealthassessmentdate"),
        "placement": ("startdateofmostrecentplacement", "placementstartdate"),
        "placement_type": ("placementtype", "typeofplacement"),
        "ends": (
            "dateceasedtobelookedafter", "dateofceasingtobelookedafter", "lacenddate", "claenddate",
            "ceasedtobelookedafter", "dateceased",
        ),
    },
    "9": {
        "adviser": ADVISER,
        "eligibility": ("eligibilitycategory",),
        "touch": ("laintouch", "intouch", "laintouchwithcareleaver", "localauthorityintouch"),
        "pathway-plan": ("latestpathwayplanreviewdate", "pathwayplanreviewdate"),
    },
}  # fmt: skip
ANNEX_A_EVENTS = frozenset({
    "referral", "assessment-start", "assessment-authorised", "strategy", "icpc", "cp-visit-made",
    "review-conference",
    "cla-review-held", "cla-visit-made", "health-held", "placement", "pathway-plan",
})  # fmt: skip
ANNEX_A_TELLING = {
    "3": ("referral",),
    "4": ("assessment-start", "assessment-authorised"),
    "5": ("strategy", "icpc"),
    "6": ("status", "plan_start", "ends", "last_seen"),
    "7": ("plan_start", "cp-visit-made", "review-conference"),
    "8": ("plan_start", "cla-review-held", "cla-visit-made", "placement"),
    "9": ("eligibility", "adviser", "pathway-plan"),
}
"""The columns by which a list is known."""
_PERSON = {
    "ref": (
        "childref", "childreference", "ref", "reference", "childid", "childuniqueid", "lachildid",
        "personid", "mosaicid", "mosaicpersonid", "mosaicref", "clientid", "clientref", "lcsid",
        "lcsreference", "liquidlogicid", "eclipseid", "personreference", "personref",
        "personidentifier", "serviceuserid", "serviceuserreference", "swiftid", "icsid",
        "careworksid", "azeusid", "caseid", "casereference", "caseref", "casenumber",
        "uniqueid", "uniquereference", "subjectid", "id", "child",
    ),
    "name": (
        "name", "childname", "childsname", "nameofchild", "fullname", "personname", "clientname",
        "personfullname", "displayname", "serviceusername", "subjectname",
    ),
    "forename": (
        "forename", "forenames", "firstname", "givenname", "childforename", "childfirstname",
        "firstnames",
    ),
    "surname": ("surname", "lastname", "familyname", "childsurname", "childlastname"),
    "family": (
        "family", "familyid", "familyref", "familyreference", "siblinggroup", "household",
        "householdid", "familygroup", "familygroupid",
    ),
    "born": (
        "born", "dateofbirth", "dob", "birthdate", "dateborn", "duedateorbirthdate",
        "birthorduedate", "dobdueddate", "dateofbirthduedate",
    ),
}  # fmt: skip
_ANNEX_A_DATES = ANNEX_A_EVENTS | {"born", "plan_start", "ends", "last_seen"}
ANNEX_A = {
    number: Expected(_ANNEX_A_COMMON | headings, ("child",), _ANNEX_A_DATES, "child")
    for number, headings in _ANNEX_A_LISTS.items()
}
ANNEX_A_NAMED = {
    number: replace(expected, headings={**expected.headings, "child": (*CHILD, *_PERSON["ref"])})
    for number, expected in ANNEX_A.items()
}
"""The lists, where the name of the sheet tells which it is: their children may have a heading
of other lists.
"""
OTHER_LISTS = {
    "contact": ("dateofcontact", "contactsource"),
    "early help": ("assessmentcompletiondate", "organisationcompletingassessment"),
    "adoption": ("dateofdecisionthatchildshouldbeplacedforadoption", "individualadopteridentifier"),
}
"""Columns by which the lists of Annex A are known that are left out: 1, 2, 10 and 11."""

CASELOAD = Expected(
    _PERSON
    | {
        "worker": (
            "worker", "workername", "allocatedworker", "socialworker", "allocatedsocialworker",
            "keyworker", "allocatedto", "caseworker", "allocatedcaseworker", "leadpractitioner",
            "leadworker", "leadsocialworker", "allocatedpractitioner", "practitioner",
            "practitionername", "namedworker", "assignedto", "caseholder", "caseowner", "owner",
            "currentworker", "primaryworker", "responsibleworker", "allocatedname",
            "workerfullname", "professional", "professionalname", "involvedworker",
            "teammembername", "workersurname", "workerlastname", "socialworkersurname",
        ),
        "worker_forename": (
            "workerforename", "workerfirstname", "socialworkerforename", "socialworkerfirstname",
        ),
        "team": (
            "team", "teamname", "allocatedteam", "responsibleteam", "workerteam", "currentteam",
            "organisation", "allocatedteamname", "organisationname", "teamallocated",
            "locality", "servicearea",
        ),
        "plan": (
            "plan", "plantype", "status", "casestatus", "type", "servicestatus", "currentstatus",
            "legalplanstatus", "classification", "currentclassification", "caseplan",
            "currentplan", "plancategory", "casetype", "currentservice", "lcsstatus",
            "ssdstatus", "clientstatus", "involvementstatus",
        ),
        "plan_start": (
            "planstart", "planstartdate", "planstarted", "startdate", "since", "statusstartdate",
            "statusdate", "classificationstartdate", "cinstartdate", "cpstartdate",
            "clastartdate",
        ),
        "ends": (
            "closed", "closedon", "closuredate", "caseclosed", "enddate", "closeddate",
            "dateclosed", "caseenddate", "caseclosuredate", "datecaseclosed", "closedate",
            "dateceased", "endedon", "involvementenddate", "involvementended", "episodeenddate",
            "referralenddate", "referralclosuredate",
        ),
        "died": ("dateofdeath", "deathdate", "died", "deceased", "deceaseddate"),
        "allocation_ends": (
            "allocationenddate", "allocationend", "allocationended", "dateallocationended",
            "workerenddate", "workerallocationenddate", "allocatedtodate", "allocationtodate",
        ),
        "adviser": ADVISER,
        "category": (
            "category", "categoryofabuse", "latestcategory", "legalstatus", "categoryofneed",
            "primaryneed",
        ),
        "rag": ("rag", "ragrating", "rating", "ragstatus", "riskrating", "risklevel"),
        "sex": ("sex", "gender"),
        "role": (
            "role", "workerrole", "allocationtype", "involvementtype", "relationshiptype",
            "roletype", "involvement", "workertype", "relationship",
        ),
    },
    ("ref", "worker"),
    frozenset({"plan_start", "born", "ends", "died", "allocation_ends"}),
    "ref",
)  # fmt: skip
CASELOAD_WITH_PLAN = Expected(
    CASELOAD.headings, (*CASELOAD.needed, "plan"), CASELOAD.dates, CASELOAD.key
)
NAMES = Expected(_PERSON, ("ref",), frozenset({"born"}), "ref")
TRAINING = Expected(
    {
        "worker": (
            "worker", "workername", "name", "staff", "staffname", "employee", "employeename",
            "delegate", "learner", "attendee", "socialworker", "fullname", "learnername",
            "delegatename",
        ),
        "course": (
            "course", "coursename", "coursetitle", "training", "trainingtitle", "event", "title",
            "module", "eventname", "eventtitle",
        ),
        "date": (
            "date", "coursedate", "startdate", "eventdate", "trainingdate", "on", "when",
            "sessiondate", "dateattended", "completedon", "completiondate", "datecompleted",
            "datecourse", "dateoftraining", "attendeddate",
        ),
        "status": (
            "status", "attendance", "attended", "outcome", "result", "bookingstatus", "state",
            "attendancestatus", "completionstatus",
        ),
        "reason": (
            "reason", "reasonfornonattendance", "nonattendancereason", "absencereason", "why",
            "comment",
        ),
    },
    ("worker", "course", "date", "status"),
    frozenset({"date"}),
)  # fmt: skip

_DATASET: dict[str, dict[str, tuple[str, ...]]] = {
    "professionals": {
        "key": ("profprofessionalid",),
        "staff": ("profstaffid",),
        "name": ("profprofessionalname",),
        "registration": ("profsocialworkerregistrationno",),
        "agency": ("profagencyworkerflag",),
        "title": ("profprofessionaljobtitle",),
        "department": ("profprofessionaldepartment",),
        "fte": ("proffulltimeequivalency",),
    },
    "involvements": {
        "key": ("invoprofessionalid",),
        "role": ("invoprofessionalroleid",),
        "team": ("invoprofessionalteam",),
        "child": ("invopersonid",),
        "referral": ("invoreferralid",),
        "from": ("invoinvolvementstartdate",),
        "to": ("invoinvolvementenddate",),
        "reason": ("invoworkerchangereason",),
    },
    "teams": {"key": ("deptteamid",), "name": ("deptteamname",)},
    "persons": {
        "key": ("perspersonid",),
        "born": ("persdob",),
        "expected": ("persexpecteddob",),
        "died": ("persdeathdate",),
        "sex": ("perssex", "persgender"),
        "name": ("persname", "persfullname"),
        "forename": ("persforename",),
        "surname": ("perssurname",),
    },
    "families": {"key": ("famipersonid",), "family": ("famifamilyid",)},
    "episodes": {
        "key": ("cinepersonid",),
        "referral": ("cinereferralid",),
        "from": ("cinereferraldate",),
        "to": ("cineclosedate",),
    },
    "assessments": {
        "key": ("cinapersonid",),
        "from": ("cinaassessmentstartdate",),
        "to": ("cinaassessmentauthdate",),
    },
    "cin plans": {
        "key": ("cinppersonid",),
        "plan": ("cinpcinplanid",),
        "from": ("cinpcinplanstartdate",),
        "to": ("cinpcinplanenddate",),
    },
    "cp plans": {
        "key": ("cpplpersonid",),
        "plan": ("cpplcpplanid",),
        "from": ("cpplcpplanstartdate",),
        "to": ("cpplcpplanenddate",),
        "category": ("cpplcpplanlatestcategory", "cpplcpplaninitialcategory"),
    },
    "looked after": {
        "key": ("claepersonid",),
        "period": ("claeclaid",),
        "from": ("claeclaepisodestartdate", "claeclaepisodestart"),
        "to": ("claeclaepisodeceaseddate", "claeclaepisodeceased"),
        "entered": ("claeenteredcaredate",),
    },
    "care leavers": {
        "key": ("cleapersonid",),
        "eligibility": ("cleacareleavereligibility",),
        "touch": ("cleacareleaverintouch",),
        "team": ("cleacareleaverallocatedteam",),
        "adviser": ("cleacareleaverpersonaladvisor",),
        "worker": ("cleacareleaverworkerid",),
        "pathway": ("cleapathwayplanreviewdate",),
    },
    "early help": {
        "key": ("earlpersonid",),
        "from": ("earlepisodestartdate",),
        "to": ("earlepisodeenddate",),
    },
    "cin visits": {
        "key": ("cinvpersonid",),
        "plan": ("cinvcinplanid",),
        "on": ("cinvcinvisitdate",),
        "seen": ("cinvcinvisitseen",),
    },
    "cp visits": {
        "key": ("cppvpersonid",),
        "plan": ("cppvcpplanid",),
        "on": ("cppvcpvisitdate",),
        "seen": ("cppvcpvisitseen",),
    },
    "cla visits": {
        "key": ("clavpersonid",),
        "plan": ("clavclaid",),
        "on": ("clavclavisitdate",),
        "seen": ("clavclavisitseen",),
    },
    "cp reviews": {
        "key": ("cpprpersonid",),
        "plan": ("cpprcpplanid",),
        "on": ("cpprcpreviewdate",),
    },
    "cla reviews": {
        "key": ("clarclaid",),
        "on": ("clarclareviewdate",),
        "cancelled": ("clarclareviewcancelled",),
    },
    "placements": {
        "key": ("clappersonid",),
        "on": ("clapclaplacementstartdate",),
        "to": ("clapclaplacementenddate",),
    },
    "health": {
        "key": ("clahpersonid",),
        "on": ("clahhealthcheckdate",),
        "kind": ("clahhealthchecktype",),
        "status": ("clahhealthcheckstatus",),
    },
    "enquiries": {"key": ("s47epersonid",), "on": ("s47es47startdate",), "nfa": ("s47es47nfa",)},
    "conferences": {"key": ("icpcpersonid",), "on": ("icpcicpcdate",)},
}
_DATASET_DATES = frozenset({"from", "to", "born", "expected", "died", "entered", "pathway", "on"})
DATASET = {
    kind: Expected(headings, ("key",), _DATASET_DATES) for kind, headings in _DATASET.items()
}

DATASET_BY_PLAN = {
    kind: replace(expected, needed=("plan", "on"))
    for kind, expected in DATASET.items()
    if {"plan", "on"} <= set(expected.headings)
}
"""Visits and reviews that name the plan or the period of care, and not the child."""

_ALL = (*ANNEX_A.values(), CASELOAD, NAMES, TRAINING, *DATASET.values())
_SPELLINGS = chain.from_iterable(expected.headings.values() for expected in _ALL)
ALL_HEADINGS = frozenset(chain.from_iterable(_SPELLINGS))
"""Every heading that is known, folded."""
