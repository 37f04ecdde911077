import pytest

from cockpit.wire.canvas import Canvas, Point


def taken(*written: str) -> Canvas:
    canvas = Canvas()
    for each in written:
        canvas.take(each)
    return canvas


def text(canvas: Canvas) -> list[str]:
    return ["".join(line.characters) for line in canvas.lines]


def test_text_stands_where_the_cursor_was_sent() -> None:
    canvas = taken("\x1b[2;3Hone\r\ntwo\rT\x1b[1Hnull")
    assert text(canvas) == ["null", "  one", "Two"]
    assert canvas.cursor == Point(4, 0)


def test_each_cell_has_its_style_in_one_form() -> None:
    canvas = taken("\x1b[1;39;49mab\x1b[0mc\x1b[49m\x1b[39md\x1b[31m\x1b[1me f")
    assert canvas.lines[0].styles == ["1", "1", "", "", "1;31", "", "1;31"]


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("\x1b[1;1Hab漢d\x1b[1;3Hx", ["a", "b", "x", " ", "d"]),  # the other half goes
        ("\x1b[1;1Hab漢d\x1b[1;4Hx", ["a", "b", " ", "x", "d"]),
        ("\x1b[1;1Hab漢d\x1b[1;2H字", ["a", "字", "", " ", "d"]),
        ("\x1b[1;1H漢字\x1b[1;2Hxy", [" ", "x", "y", " "]),
        ("\x1b[1;1He\u0301a\u0301\u0323b", ["e\u0301", "a\u0301\u0323", "b"]),
        ("\x1b[1;1Hé…", ["é", "…"]),
        ("\x1b[1;1H\u0301a", ["a"]),
    ],
)
def test_wide_and_combining_characters_take_their_cells(written: str, left: list[str]) -> None:
    assert taken(written).lines[0].characters == left


def test_what_is_no_picture_is_passed_on_once_and_in_order() -> None:
    canvas = taken("\x1b[?1049h\x1b[?25la\x1b]52;c;YQ==\x07", "\x1b[>25u\x07b\x1b[?2026$p\x1bP+q\x1b\\")
    assert canvas.speaks
    assert canvas.sayings() == "\x1b[?1049h\x1b[?25l\x1b]52;c;YQ==\x07\x1b[>25u\x07\x1b[?2026$p\x1bP+q\x1b\\"
    assert not canvas.speaks
    assert canvas.sayings() == ""
    assert text(canvas) == ["ab"]


def test_the_screen_is_the_programs_between_coming_and_leaving() -> None:
    canvas = Canvas()
    assert not canvas.shown
    canvas.take("\x1b[?1049h")
    assert canvas.shown
    canvas.take("\x1b[?1049l\x1b[?25h")
    assert not canvas.shown


def test_an_update_ends_before_it_is_shown() -> None:
    canvas = taken("\x1b[?2026h\x1b[1Hhalf of")
    assert canvas.updating
    assert canvas.synchronized
    canvas.take(" it\x1b[?2026l")
    assert not canvas.updating
    assert canvas.sayings() == ""


def test_the_same_pointer_is_not_asked_for_again() -> None:
    canvas = taken("\x1b]22;default\x07\x1b]22;pointer\x07\x1b]22;pointer\x07\x1b]22;default\x07")
    assert canvas.sayings() == "\x1b]22;default\x07\x1b]22;pointer\x07\x1b]22;default\x07"


def test_a_link_leaves_its_text() -> None:
    canvas = taken("\x1b]8;id=1;https://example.org\x1b\\here\x1b]8;;\x1b\\.")
    assert text(canvas) == ["here."]
    assert canvas.sayings() == ""
