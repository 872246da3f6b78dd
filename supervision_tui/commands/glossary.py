"""Help in sentences: the question that each screen answers, and what words and signs mean."""

from __future__ import annotations

QUESTIONS = {
    "today": "What do I do next? Each group is one kind of task. ‹today.unfold› unfolds it; "
    "‹today.open› goes to where it is done. Red is for today, amber for this week.",
    "schedule": "When do we meet? A row is a worker, a column a week; “plan” stands where one "
    "is due and none is planned. Below are the sessions one by one.",
    "review": "How is this child? Those whose discussion is most overdue come first. At the right "
    "stand the child's card and the dates due, each with its reason.",
    "directions": "What did we decide, and is it done? A direction has an owner, a date and a "
    "reason. ‹directions.tick› says how far it came.",
    "consultations": "Who has advised us? From the question to what was recommended, and "
    "whether it helped. ‹consultations.step› takes the next step.",
    "training": "Who gets to learn? A cell says until when a course is valid; ‹training.next› "
    "turns to bookings, entries, goals and compliance checks.",
    "pressure": "Is there time for supervision? A bar beyond ┃ means that the children need more "
    "time than supervision has. It is about workload, never about the worker.",
    "oversight": "What do I tell the service? Every figure has its records behind it; "
    "‹oversight.export› exports the summary; you choose for whom.",
    "session": "The hour itself: reflection first, direction after. What you type is kept as you "
    "type. ‹session.part› goes from part to part, ‹session.next› to the next child.",
}
WORDS = {
    "not known here": "No file and no record in this vault could tell whether it was done. It is "
    "never counted as late.",
    "a number beside a mode": "How many tasks of Today are done there; a task may hold several "
    "items, as one session clears several children.",
    "wd, d": "Working days (no weekend, no bank holiday), and days.",
    "▏ and ┃": "The limit of a caseload, and all the time that there is.",
    "● ◐ ○": "On Today: needs your response; to be watched; on track.",
    "✓ ◐ ○ ✗": "In a session: written, being written, still to come, left out.",
    "time needed ×": "The minutes that the children need, of those that supervision has: 2.7× is "
    "nearly three times too much.",
    "on track": "There is time for supervision, and it is happening.",
    "falling behind": "Supervision is slipping, and the caseload is not the reason.",
    "over capacity": "The caseload is too much, but supervision is still happening.",
    "crowded out": "The caseload crowds out supervision. The manager responds: what will be done, "
    "by when.",
    "direction": "What is to be done for a child: by whom, by when, and why.",
    "drift": "A direction that was extended again and again, or carried from session to session.",
    "dates due": "Dates that follow from a child's dates: visits, reviews, conferences.",
    "10wd, fri, 14 apr": "Ways to say a date: ten working days, the next Friday, a date of "
    "the catalogue. Also @core-group, end of next week, before Christmas.",
    "CP, CIN, CLA": "Child protection plan, child in need plan, child looked after.",
    "PLO, CL, EH, FH": "Pre-proceedings or care proceedings, care leaver, early help, family help.",
    "NQSW": "A newly qualified social worker, in the first years of practice.",
    "RAG": "The manager's view of the worry about a child: red, amber or green.",
    "covers": "Works with a child while its worker is away. It is no change of worker.",
    "back on duty": "Called back to duty before work was finished: logged with how much was left.",
    "dip sample": "Children drawn by chance for an audit; the seed draws the same ones again.",
    "vault": "The one encrypted file that holds all records.",
}
