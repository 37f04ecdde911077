"""What a person hears of a snapshot that is refused."""

import pytest

from cockpit.commands.output import said
from cockpit.domain.problem import Refused
from cockpit.domain.text import clean_line
from cockpit.exchange.snapshot import read_text

PROJECT = '[project]\ntitle = "Altura"\n'
"""The least that a snapshot may be: two lines."""


def refusals(text: str) -> list[str]:
    """What is said of a text, a line for each problem."""
    with pytest.raises(Refused) as refused:
        read_text(text)
    lines = [said(problem) for problem in refused.value.problems]
    assert lines == [clean_line(line) for line in lines]
    return lines
