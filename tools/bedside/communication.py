"""How the project speaks: its rituals, open rounds, letters and FAQ, what took place of it, and its workshops."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.communication import ChannelKind
from tools.bedside.weeks import WEEKS, on
from tools.storytelling.calendar import THU, TUE, WED
from tools.storytelling.chance import wobble
from tools.storytelling.communication import Question, answered, channels, held, worked_together
from tools.storytelling.story import New, Told, act

_N = ChannelKind

_CHANNELS = (
    ("huddle", "Thursday huddle", _N.RITUAL, "Ward sisters, pharmacy, digital services", 7, "priya", on(7, THU),
     "Ten minutes: what went wrong this week, what changes on Monday."),
    ("open", "Open round", _N.DEMO, "Whoever wants to see a round", 14, "jo", on(18, THU),
     "Follow a real round on a live ward; every question is answered there or in the FAQ."),
    ("letter", "Letter to the wards", _N.EMAIL, "All nurses and pharmacists", 14, "marcus", on(8, TUE),
     "One page: done, next, what we ask of you."),
    ("faq", "FAQ brought up to date", _N.FAQ, "Everybody", 14, "marcus", on(14, TUE), "Answer in writing, once, for everybody."),
    ("board", "Sponsors' meeting", _N.MEETING, "Sponsors", 28, "margaret", on(6, TUE), "Decide, and say doubts aloud."),
)  # fmt: skip

_OPEN_ROUNDS = (
    # Week, people, remarks, what was shown.
    (18, 9, 11, "Fern, second week"), (20, 12, 8, "Rowan without dead spots"), (22, 14, 6, "twelve alerts instead of thirty-one"),
    (24, 17, 5, "a night on Fern"), (26, 26, 9, "for the sisters of wave 1"), (28, 21, 12, "first day of a medical ward"),
    (30, 16, 7, "taking a version back"), (32, 24, 6, "the handover that begins with the wristband"), (34, 15, 4, "surgery, with transfers"),
    (36, 29, 8, "for the Infirmary's sisters"), (38, 22, 10, "first day at the Infirmary"), (40, 13, 5, "a night at the Infirmary"),
    (42, 18, 9, "for the community hospitals"),
)  # fmt: skip
_LETTERS = (
    (8, 512, 21, "why every dose"), (10, 388, 9, "why Hazel and Alder stay on paper"), (12, 364, 6, "what a wristband must survive"),
    (14, 471, 33, "two weeks later, and why"), (16, 820, 18, "Fern and Rowan are live"), (18, 690, 27, "the dead spots of Rowan"),
    (20, 604, 12, "half as many errors"), (22, 571, 8, "which alerts stay"), (24, 588, 10, "what ten weeks have shown"),
    (26, 910, 24, "the waves and their wards"), (28, 874, 16, "who walks your floor"), (30, 702, 19, "version 2.3, an apology"),
    (32, 655, 7, "cut the old wristband"), (34, 641, 5, "surgery in figures"), (36, 866, 14, "the Infirmary is next"),
    (38, 813, 11, "first week at the Infirmary"), (40, 742, 13, "why Grace comes at night"), (42, 689, 8, "what follows for the small hospitals"),
)  # fmt: skip
_BOARDS = ((6, 6, 7), (10, 5, 4), (14, 6, 9), (18, 6, 6), (22, 5, 3), (26, 6, 8), (30, 5, 4), (34, 6, 3), (38, 5, 2), (42, 6, 5))
_FAQ_UPDATES = (
    (14, 9),
    (16, 3),
    (18, 6),
    (20, 4),
    (22, 2),
    (24, 3),
    (26, 5),
    (28, 4),
    (30, 3),
    (32, 1),
    (34, 2),
    (36, 4),
    (38, 3),
    (40, 2),
    (42, 3),
)

_FAQ: tuple[Question, ...] = (
    # Question, answer, day, owner, views.
    ("Why scan at all? I have never given a wrong dose.", "One dose in a thousand was wrong, and nobody who gave one knew it at the time.", on(14, TUE), "grace", 734),
    ("What if the wristband does not scan?", "Print a new one at the ward printer, it takes forty seconds. Never scan a spare.", on(14, TUE), "tom", 902),
    ("What if the network is down?", "Say “paper” to the help line. Charts print by themselves on the ward within two minutes.", on(14, TUE), "tom", 655),
    ("Who sees what I have scanned?", "You do. Everybody else sees wards, never names; it is agreed in writing with the staff representatives.", on(14, TUE), "lewis", 1_120),
    ("May I wake a patient to scan?", "No more than you would for the dose itself. Scan the band on the arm that is out; ask for bands on both wrists if needed.", on(18, TUE), "jo", 489),
    ("Why do Hazel and Alder stay on paper?", "To compare: without them nobody could say what comes from scanning. They are in wave 4, and first in it.", on(16, TUE), "lewis", 377),
    ("How do I scan half a tablet?", "Scan the strip, then give the half; the app asks which half stays.", on(22, TUE), "owen", 268),
    ("An alert makes no sense. What now?", "Read it, decide, and press “tell Grace”. She answers each of them within two days.", on(22, TUE), "grace", 341),
    ("When is it my ward's turn?", "Medical wards, surgical wards, Vale Infirmary, then Millbrook, Thornley and Saltmarsh with Hazel and Alder.", on(26, TUE), "marcus", 803),
    ("I work nights only. Who shows me?", "A super-user is on every night rota for the first six weeks; the name is on the rota.", on(30, TUE), "siobhan", 296),
    ("I come from an agency. How do I get in?", "At the desk, with your badge, in ten minutes, at any hour.", on(40, TUE), "siobhan", 187),
    ("What becomes of our scanners after the project?", "They belong to digital services and are replaced every four years.", on(42, TUE), "tom", 44),
    ("Will pumps be scanned too?", "Not in this project. We would rather do one thing well.", None, "tom", 0),
)  # fmt: skip

_WORKSHOPS = (
    # Title, day, invited, attended, facilitator, subject, outcome.
    ("First look at the risks", on(2, THU), 16, 14, "grace", "What could make it fail, or make it dangerous.", "Five risks rated; the taped wristband on top."),
    ("Scope", on(4, WED), 14, 12, "helen", "What is in, what stays out.", "Pumps, theatres and chemotherapy out."),
    ("A round, minute by minute", on(7, WED), 18, 15, "priya", "Where the time of a round goes.", "A fifth of it is looking for the chart."),
    ("Risks and ways back", on(8, THU), 15, 13, "grace", "What do we do when it stops?", "Two more risks, three ways back to be written."),
    ("The first day", on(15, THU), 20, 19, "jo", "The first day on Fern, hour by hour.", "No discharge rounds on day one; two helpers per bay."),
    ("Thirty-one alerts", on(20, TUE), 12, 9, "grace", "Which alert would you defend?", "Twelve."),
    ("What we would do again", on(25, TUE), 22, 20, "priya", "Ten weeks of pilot.", "Walk the beds first; ask the night shift first."),
    ("Ready for wave 1", on(27, WED), 24, 21, "jo", "Six sisters, one plan.", "Two wards a day, racks per nurse and not per bed."),
    ("Transfers in surgery", on(32, TUE), 16, 14, "grace", "Where does a patient get lost?", "Old wristband cut at the handover."),
    ("Ready for the Infirmary", on(37, TUE), 26, 22, "tom", "What we bring, what you have.", "The Infirmary leads; we answer the telephone."),
    ("Small hospitals", on(40, TUE), 15, 13, "gwen", "One nurse, eighteen patients, two in the morning.", "Every night nurse a super-user; a spare scanner under seal."),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """The plan is drawn up, then what took place is logged; remarks become entries of the FAQ."""
    yield act(on(5, TUE), "10:35", "priya", *channels(_CHANNELS), note="Communication plan")
    log = _log()
    for day in sorted(log):
        yield act(day, "18:25", "marcus", *log[day])
    yield from answered("marcus", _FAQ, on(41, WED), (on(42, THU), "09:10", "FAQ views counted"))
    yield from worked_together(_WORKSHOPS)


def _log() -> dict[date, list[New]]:
    """What took place, by the day on which it was logged: the Thursday or Tuesday itself."""
    log: dict[date, list[New]] = {}

    def took_place(channel: str, day: date, title: str, reached: int, remarks: int) -> None:
        log.setdefault(day, []).append(held(channel, day, title, reached, remarks))

    for week in range(7, WEEKS + 1):
        reached = 19 + week // 2 + round(wobble("bedside", "huddle", week, spread=6))
        took_place(
            "huddle",
            on(week, THU),
            f"Thursday huddle, week {week}",
            reached,
            round(3 + wobble("bedside", "said", week, spread=3)),
        )
    for number, (week, reached, remarks, shown) in enumerate(_OPEN_ROUNDS, 1):
        took_place("open", on(week, THU), f"Open round {number}: {shown}", reached, remarks)
    for number, (week, reached, remarks, subject) in enumerate(_LETTERS, 1):
        took_place("letter", on(week, TUE), f"Letter {number}: {subject}", reached, remarks)
    for week, reached, remarks in _BOARDS:
        took_place("board", on(week, TUE), f"Sponsors' meeting, week {week}", reached, remarks)
    for week, remarks in _FAQ_UPDATES:
        took_place("faq", on(week, TUE), f"FAQ brought up to date, week {week}", 0, remarks)
    return log
