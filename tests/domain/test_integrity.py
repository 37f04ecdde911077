"""What does not hold between the rows of a whole project is told in one go, each with the row and the field."""

from cockpit.domain.action import Action
from cockpit.domain.activity import Activity, ActivityLink
from cockpit.domain.change import RowChange
from cockpit.domain.integrity import state_problems, written_problems
from cockpit.domain.person import Person
from cockpit.domain.risk import Risk
from cockpit.domain.state import ProjectState
from cockpit.domain.training import Course
from cockpit.domain.wave import Wave
from cockpit.language import say
from tests.domain.projects import project, row


def told(state: ProjectState) -> list[tuple[str, str, str]]:
    return [(problem.where, problem.field, say(problem.message)) for problem in state_problems(state)]


def test_a_sound_project_has_no_problems() -> None:
    lea = row(Person, "P-1", handle="lea", name="Léa")
    risk = row(Risk, "R-1", owner="P-1", inherent_likelihood=4, inherent_impact=5)
    assert told(project(lea, risk, row(Action, "A-1", risk="R-1"))) == []


def test_references_that_lead_nowhere_are_told_one_by_one() -> None:
    state = project(
        row(Action, "A-1", risk="R-9"), row(Course, "TC-1"), row(Wave, "V-1", number=1, courses_needed=["TC-1", "TC-8", "TC-9"])
    )
    assert told(state) == [
        ("V-1", "courses_needed", "Courses needed: “TC-8” refers to nothing; it must be the ref of an existing row"),
        ("V-1", "courses_needed", "Courses needed: “TC-9” refers to nothing; it must be the ref of an existing row"),
        ("A-1", "risk", "Risk: “R-9” refers to nothing; it must be the ref of an existing row"),
    ]


def test_what_is_unique_stands_once() -> None:
    state = project(row(Person, "P-1", handle="lea", name="Léa"), row(Person, "P-2", handle="lea", name="Léa Petit"))
    assert told(state) == [("P-2", "handle", "Handle: “lea” is already that of P-1 Léa; choose another")]


def test_activities_that_wait_for_each_other_are_told_in_their_circle() -> None:
    activities = [row(Activity, f"AC-{number}", title=title) for number, title in ((1, "Build"), (2, "Test"), (3, "Tell"))]
    links = [
        row(ActivityLink, "AL-1", predecessor="AC-1", successor="AC-2"),
        row(ActivityLink, "AL-2", predecessor="AC-2", successor="AC-3"),
    ]
    assert told(project(*activities, *links)) == []
    ((where, field, sentence),) = told(
        project(*activities, *links, row(ActivityLink, "AL-3", predecessor="AC-3", successor="AC-1"))
    )
    assert (where, field) in {("AL-1", "successor"), ("AL-2", "successor"), ("AL-3", "successor")}
    steps = sentence.removeprefix("These activities wait for each other in a circle: ").split(" → ")
    assert steps[0] == steps[-1]
    assert sorted(steps[1:]) == ["AC-1 Build", "AC-2 Test", "AC-3 Tell"]
    assert [(steps[at], steps[at + 1]) for at in range(3) if steps[at] == "AC-1 Build"] == [("AC-1 Build", "AC-2 Test")]


def test_actions_that_wait_for_each_other_are_told_in_their_circle() -> None:
    waiting = [row(Action, "A-1", title="Build", blocked_by=["A-2"]), row(Action, "A-3", title="Tell", blocked_by=["A-1"])]
    assert told(project(*waiting, row(Action, "A-2", title="Test"))) == []
    ((where, field, sentence),) = told(project(*waiting, row(Action, "A-2", title="Test", blocked_by=["A-3"])))
    assert (where, field) in {("A-1", "blocked_by"), ("A-2", "blocked_by"), ("A-3", "blocked_by")}
    steps = sentence.removeprefix("These actions wait for each other in a circle: ").split(" → ")
    assert steps[0] == steps[-1]
    assert sorted(steps[1:]) == ["A-1 Build", "A-2 Test", "A-3 Tell"]
    assert [(steps[at], steps[at + 1]) for at in range(3) if steps[at] == "A-2 Test"] == [("A-2 Test", "A-1 Build")]


def test_there_is_one_project() -> None:
    assert told(ProjectState()) == [("", "", "There must be exactly one project")]


def test_a_criterion_that_the_same_act_takes_away_again_has_no_problems() -> None:
    written = RowChange("criterion", "CR-9", None, {"rule": "unheard_of", "settings": {}})
    assert list(written_problems(project(), [written])) == []
