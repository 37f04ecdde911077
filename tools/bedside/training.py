"""Who is taught what, with which benefit, and who came: the super-users of four waves by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cockpit.domain.training import Attendance, AttendanceState, CourseLevel, TrainingSession
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import Edit, New, Told, act, changed, new
from tools.storytelling.training import Held, Taught, came, courses, given

_L, _A = CourseLevel, AttendanceState

_COURSES: tuple[Taught, ...] = (
    ("super-user", "Super-user for a ward", 1.0, _L.OPERATIONAL, False, "One nurse in twelve, one on each night rota", "Education centre",
     "Help twelve colleagues at the bedside without calling the help line."),
    ("downtime", "Back to paper in twenty minutes", 0.5, _L.OPERATIONAL, False, "Super-users, nurses in charge", "Education centre",
     "Lead a ward through an hour without a network, and back."),
    ("nurse", "Scanning for nurses", 0.2, _L.OPERATIONAL, False, "Every nurse", "Super-users of the ward",
     "Give a round by scanner, alone, the next day."),
    ("agile", "Working in small steps", 2.0, _L.OPERATIONAL, False, "Integration team, pharmacy, analysts", "Northgate Learning",
     "Show something on a ward every two weeks, and change it the week after."),
    ("risks", "Leading with risks", 2.0, _L.STEERING, False, "Guiding coalition, owners of risks", "Northgate Learning",
     "See it coming, prepare the way back: fewer critical incidents."),
    ("messages", "One page, one date, one number", 0.5, _L.STEERING, False, "Ward sisters, communications", "Marcus Hale",
     "Announce a change so that nobody has to ask twice."),
    ("scenarios", "Deciding before the crisis", 1.0, _L.STRATEGIC, False, "Sponsors", "Northgate Learning",
     "Choose on a quiet day what will be done on a bad one."),
    ("wave-lead", "Certified wave lead", 3.0, _L.STRATEGIC, True, "Sisters who lead a wave", "Northgate Learning",
     "Lead a wave from the first walk of the beds to the handover."),
)  # fmt: skip

_COME, _AWAY, _CERTIFIED = _A.ATTENDED, _A.ABSENT, _A.CERTIFIED

_SESSIONS: tuple[Held, ...] = (
    ("agile-1", "Small steps, project team", "agile", on(9, TUE), on(9, WED), "Education centre", "Northgate Learning",
     (("tom", _COME), ("owen", _COME), ("lewis", _COME), ("siobhan", _COME))),
    ("risks-1", "Leading with risks, coalition", "risks", on(11, WED), on(11, THU), "Education centre", "Northgate Learning",
     (("priya", _COME), ("grace", _COME), ("tom", _COME), ("owen", _COME), ("margaret", _AWAY))),
    ("fern", "Super-users of Fern", "super-user", on(12, WED), None, "Fern ward", "Siobhan Kelly",
     (("jo", _COME), ("Aoife Brennan", _COME), ("Samuel Mensah", _COME), ("Judith Crane", _COME))),
    ("rowan", "Super-users of Rowan", "super-user", on(13, TUE), None, "Rowan ward", "Siobhan Kelly",
     (("Kemi Balogun", _COME), ("Peter Lowe", _COME), ("Maria Fonseca", _COME))),
    ("scenarios-1", "Deciding before the crisis, sponsors", "scenarios", on(14, WED), None, "Board room", "Northgate Learning",
     (("margaret", _COME), ("daniel", _COME), ("helen", _COME), ("robert", _COME), ("anita", _AWAY), ("gwen", _COME))),
    ("messages-1", "One page, one date, one number", "messages", on(26, THU), None, "Education centre", "Marcus Hale",
     (("marcus", _COME), ("jo", _COME), ("priya", _COME))),
    ("wave-lead-1", "Certified wave lead", "wave-lead", on(24, TUE), on(24, THU), "Education centre", "Northgate Learning",
     (("jo", _CERTIFIED), ("grace", _CERTIFIED), ("tom", _COME))),
)  # fmt: skip

_MEDICAL = (
    "Abigail Frost", "Adaeze Obi", "Alan Prior", "Amina Yusuf", "Beth Colley", "Callum Reid", "Carmen Ruiz", "Chidi Eze", "Clare Hobbs",
    "Daisy Mellor", "David Achebe", "Deepa Nair", "Elaine Foss", "Esther Quaye", "Farah Aziz", "Fiona Gibb", "Gareth Lloyd", "Hannah Stott",
    "Ines Cardoso", "Ivy Marsh", "Jade Turpin",
)  # fmt: skip
_SURGICAL = (
    "James Okafor", "Janet Rudd", "Jasmine Kaur", "Joel Santos", "Karen Pike", "Kofi Asante", "Laura Finch", "Leah Bond", "Liam Doran",
    "Lucy Tan", "Maeve Flynn", "Mandeep Gill", "Mark Sutton", "Megan Vale", "Michelle Ross", "Mina Rahimi", "Nadine Cole", "Neil Barker",
    "Ngozi Nwosu", "Nicola Hearn", "Olivia Crook", "Omar Said", "Paula Jarvis", "Petra Novak", "Philip Dunn", "Rachel Ince", "Rafael Gomes",
)  # fmt: skip
_INFIRMARY = (
    "Rebecca Thorn", "Rita Chowdhury", "Robin Ashby", "Rosa Almeida", "Ruth Kendall", "Sadia Malik", "Sally Wick", "Sandra Boateng",
    "Sean Hughes", "Shanice Brown", "Sheila Cobb", "Simon Tate", "Sofia Costa", "Stella Ncube", "Stuart Wren", "Susan Yates", "Tamara Ivanova",
    "Teresa Lobo", "Tessa Holt", "Tina Varga", "Tracy Nunn", "Uma Krishnan", "Vera Stone", "Victor Appiah", "Wendy Lusk", "William Gray",
    "Yasmin Noor", "Yvonne Pratt", "Zara Hadley",
)  # fmt: skip
_COMMUNITY = (
    "Alice Garth", "Bernard Kyle", "Bridget Tolland", "Cathy Orme", "Diane Swift", "Edith Palmer", "Eileen Roach", "Frances Hill",
    "Gloria Mbeki", "Harriet Snow", "Irene Maddox", "Joan Tulley", "Kate Lorimer", "Lynne Cartwright", "Moira Keane", "Nuala Byrne",
    "Oonagh Shaw", "Patsy Grove", "Rose Denham", "Sylvia Marr", "Tilda Norton", "Una Fairley",
)  # fmt: skip
LAST_TO_TRAIN = "Una Fairley"


@dataclass(frozen=True)
class _Class:
    """A session of super-users of a wave: its course, its day, those invited, and those who stayed away."""

    key: str
    title: str
    course: str
    day: date
    wave: str
    place: str
    invited: Sequence[str]
    absent: Sequence[str] = ()


_CLASSES = (
    _Class("medical-1", "Super-users of wave 1, first day", "super-user", on(26, TUE), "medical", "Education centre", _MEDICAL[:11], ("Clare Hobbs",)),
    _Class("medical-2", "Super-users of wave 1, second day", "super-user", on(26, WED), "medical", "Education centre", (*_MEDICAL[11:], "Clare Hobbs")),
    _Class("surgical-1", "Super-users of wave 2, first day", "super-user", on(31, WED), "surgical", "Education centre", _SURGICAL[:14], ("Joel Santos",)),
    _Class("surgical-2", "Super-users of wave 2, second day", "super-user", on(32, MON), "surgical", "Education centre", (*_SURGICAL[14:], "Joel Santos")),
    _Class("infirmary-1", "Super-users of wave 3, first day", "super-user", on(36, WED), "infirmary", "Vale Infirmary, library", _INFIRMARY[:15], ("Stella Ncube",)),
    _Class("infirmary-2", "Super-users of wave 3, second day", "super-user", on(37, TUE), "infirmary", "Vale Infirmary, library", (*_INFIRMARY[15:], "Stella Ncube")),
    _Class("millbrook", "Super-users of Millbrook", "super-user", on(41, MON), "community", "Millbrook", _COMMUNITY[:8]),
    _Class("thornley", "Super-users of Thornley", "super-user", on(41, THU), "community", "Thornley", _COMMUNITY[8:15]),
    _Class("saltmarsh", "Super-users of Saltmarsh, Hazel and Alder", "super-user", on(42, TUE), "community", "Saltmarsh", _COMMUNITY[15:], (LAST_TO_TRAIN,)),
    _Class("community-paper", "Back to paper, wave 4", "downtime", on(42, THU), "community", "Saltmarsh", _COMMUNITY),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Courses are chosen with the plan, sessions are held; the super-users of the next wave are invited by name."""
    yield act(on(8, FRI), "11:40", "siobhan", *courses(_COURSES), note="What the project teaches")
    yield from given("siobhan", _SESSIONS, relays="super-user")
    next_ones = [each for each in _CLASSES if each.wave == "community"]
    yield act(
        on(39, TUE),
        "10:10",
        "siobhan",
        *map(_class, next_ones),
        *_invitations(next_ones),
        note="Twenty-two super-users for wave 4",
    )
    for each in _CLASSES:
        states = {who: _AWAY if who in each.absent else _COME for who in each.invited}
        if each in next_ones:
            seen: list[Edit] = [changed(Attendance, f"{each.key}/{who}", state=state) for who, state in states.items()]
        else:
            seen = [_class(each), *(came(each.key, who, state, relay=True) for who, state in states.items())]
        yield act(each.day, "17:45", "siobhan", *seen, note="Attendance list")
    extra = _Class(
        "saltmarsh-2",
        "Last super-user of Saltmarsh, by day",
        "super-user",
        on(44, TUE),
        "community",
        "Saltmarsh",
        (LAST_TO_TRAIN,),
    )
    yield act(on(42, WED), "10:20", "siobhan", _class(extra), *_invitations((extra,)), note="Una had the night shift")


def _class(told: _Class) -> New:
    return new(
        TrainingSession, told.key, title=told.title, course=told.course, starts_on=told.day, wave=told.wave, place=told.place,
        trainer="Siobhan Kelly", seats=30 if told.course == "downtime" else 16,
    )  # fmt: skip


def _invitations(classes: Sequence[_Class]) -> Iterator[New]:
    for told in classes:
        for who in told.invited:
            yield came(told.key, who, _A.INVITED, relay=True)
