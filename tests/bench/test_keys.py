import pytest

from bench.keys import bytes_of, script


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("5", b"5"),
        ("é", "é".encode()),
        ("down", b"\x1b[B"),
        ("enter", b"\r"),
        ("ctrl+r", b"\x12"),
        ("alt+x", b"\x1bx"),
        ("shift+tab", b"\x1b[Z"),
        ("f1", b"\x1bOP"),
        ("f5", b"\x1b[15~"),
        ("f12", b"\x1b[24~"),
    ],
)
def test_a_key_sends_what_xterm_sends(key: str, sent: bytes) -> None:
    assert bytes_of(key) == sent


@pytest.mark.parametrize("name", ["dwon", "ctrl+", "ctrl+down", "alt+"])
def test_a_name_that_is_no_key_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no key is called"):
        bytes_of(name)


def test_a_script_repeats_and_types() -> None:
    assert script("4, down*3,enter,text:Inès,*,comma") == [
        "4", "down", "down", "down", "enter", "I", "n", "è", "s", "*", "comma",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["dwon", "down*many"])
def test_a_wrong_script_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"dwon|many"):
        script(text)
