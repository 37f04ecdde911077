import pytest

from bench.screen import Screen


def painted(*pieces: str) -> Screen:
    screen = Screen(20, 3)
    for piece in pieces:
        screen.feed(piece.encode())
    return screen


def test_text_stands_where_the_cursor_was_put() -> None:
    screen = painted("\x1b[2;5Hhere")
    assert screen.lines == ["", "    here", ""]
    assert screen.text == "\n    here\n\n"
    assert screen.inked == 4


@pytest.mark.parametrize(
    "unseen",
    [
        "\x1b[>25u",  # kitty keyboard, on and off
        "\x1b[<u",
        "\x1b[?2026$p",
        "\x1b[>q",
        "\x1b[2 q",  # shape of the cursor
        "\x1b[38:2::1:2:3m",
        "\x1b]0;title\x07",
        "\x1b]8;id=1;https://example.org\x1b\\",
        "\x1bPq#0\x1b\\",
        "\x1b_Ga=d\x1b\\",
        "\x1b[22;0t",
    ],
)
def test_what_is_no_text_leaves_no_cell(unseen: str) -> None:
    assert painted(f"a{unseen}b").lines[0] == "ab"


def test_output_may_be_cut_anywhere() -> None:
    output = "\x1b[?1049h\x1b[?2026h\x1b[1;31mé→\x1b[0m\x1b]0;t\x1b\\\x1b[>1u\x1bP+q\x1b\\ok\x1b[2;2Hend\x1b[?2026l".encode()
    for cut in range(len(output)):
        screen = Screen(20, 3)
        screen.feed(output[:cut])
        screen.feed(output[cut:])
        assert screen.lines == ["é→ok", " end", ""], cut
        assert not screen.updating


def test_a_synchronized_update_shows_when_it_ends() -> None:
    screen = painted("\x1b[?2026h", "half")
    assert screen.updating
    assert screen.feed(b"\x1b[?2026$p") == b"\x1b[?2026;1$y"
    screen.feed(b"\x1b[?2026l")
    assert not screen.updating


def test_the_alternate_screen_is_blank_when_entered_and_left() -> None:
    assert painted("before\x1b[?1049h").lines == ["", "", ""]
    assert painted("before\x1b[?1049hfull\x1b[?1049l").lines == ["", "", ""]


def test_answers_come_in_the_order_of_the_questions() -> None:
    assert Screen(20, 3).feed(b"ab\x1b[6n\r\n\x1b[6n\x1b[5n") == b"\x1b[1;3R\x1b[2;1R\x1b[0n"


def test_a_question_cut_in_two_is_answered_once() -> None:
    screen = Screen(20, 3)
    assert screen.feed(b"\x1b[?20") == b""
    assert screen.feed(b"26$p") == b"\x1b[?2026;2$y"
    assert screen.feed(b"x") == b""
