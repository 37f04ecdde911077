"""A stand-up as Markdown: whatever people typed is read as text by CommonMark, wherever it stands."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from cockpit.domain.action import Action
from cockpit.domain.gate import Answer
from cockpit.domain.message import message
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.standup_agenda import Agenda, Topic, TopicName
from cockpit.domain.standup_item import Item, Turn
from cockpit.domain.text import clean_line
from cockpit.exchange.markdown_text import escaped
from cockpit.exchange.standup_markdown import Minutes, standup_markdown
from tests.domain.projects import project, row
from tests.strategies import hostile_texts
from tests.thoroughness import examples

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


class Reader(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markdown: str) -> Reader:
    reader = Reader()
    reader.feed(MARKDOWN.render(markdown))
    return reader


def agenda(*items: Item, name: TopicName = TopicName.KPIS) -> Agenda:
    topics = tuple(Topic(each, items if each is name else ()) for each in TopicName)
    since = datetime(2026, 3, 9, 9, tzinfo=UTC)
    return Agenda(since, date(2026, 3, 16), PhaseCode.PILOT, Answer.NO_GO, Answer.GO, topics)


STATE = project(row(Person, "P-1", handle="lea", name="Léa"), row(Action, "A-1", title="Print", owner="P-1"))


@pytest.mark.parametrize(
    "typed",
    [
        "# a", "1. a", "12) a", "- a", "+ a", "* a", "> a", "=== a", "---", "```", "~~~", "    a", "[ ] a", "[a](javascript:b)",
        "![a](b)", "<b>a</b>", "<script>a</script>", "&lt;b&gt;", "a_b_c", "**a**", "`a`", "~~a~~", "a|b", "<http://a.b>", "a\\", "\\*a",
        "a\n\n# b", "a\n---", "[a]: b", "$a$", "a\x1b[31mb", "#", "-", "1.", ":a",
    ],
)  # fmt: skip
def test_what_looks_like_markup_is_read_as_it_was_typed(typed: str) -> None:
    for markdown in (escaped(typed), f"- {escaped(typed)}", f"# {escaped(typed)}"):
        found = read(markdown)
        assert set(found.tags) <= {"p", "ul", "li", "h1"}
        assert found.text.strip() == clean_line(typed)


def test_a_number_that_begins_no_list_stands_as_it_is() -> None:
    assert escaped("19.4 % of the orders") == "19.4 % of the orders"
    assert escaped("19. order") == "19\\. order"


@examples(200)
@given(hostile_texts(80))
def test_anything_is_read_as_it_was_typed(typed: str) -> None:
    found = read(f"- {escaped(typed)}")

    assert set(found.tags) <= {"p", "ul", "li"}
    assert found.text.split() == clean_line(typed).split()


def test_minutes_stand_before_what_was_talked_about() -> None:
    item = Item(message("{typed}", typed="<b>A-1</b>"), Turn.LATE, "action", "A-1", "P-1", (message("{typed}", typed="why"),))
    minutes = Minutes(("Go on",), ("Print @lea",), ("No *paper*",), ("Léa", "Marc"))

    told = standup_markdown(agenda(item, name=TopicName.PEOPLE), STATE, minutes)

    assert told == (
        "# Demo: stand-up of Mon 16 Mar 2026\n\nSince Mon 9 Mar\n\nPresent: Léa, Marc\n\n## Decisions\n\n- Go on\n\n## Actions\n\n"
        "- Print @lea\n\n## Blockers\n\n- No \\*paper\\*\n\n## People\n\n### Léa\n\n- &lt;b>A-1&lt;/b>\n  - why\n"
    )


def test_topics_without_lines_are_left_out_and_the_owner_is_named() -> None:
    told = standup_markdown(agenda(Item(message("{typed}", typed="K-1"), Turn.WORSE, "kpi", "K-1", "P-1")), STATE)

    assert told.splitlines()[2:] == ["Since Mon 9 Mar", "", "## KPIs", "", "- K-1 (Léa)"]
