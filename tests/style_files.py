"""Style files, which are parsed once a process instead of once an app: the tests of screens and widgets start hundreds of apps."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Each app finds what another has parsed from the same text, with the same colours."""
    parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def known(self: Stylesheet, *arguments: Any, **named: Any) -> list[RuleSet]:
        about = (arguments, *sorted(named.items()), *sorted(self._variables.items()))
        if about not in parsed:
            parsed[about] = parse(self, *arguments, **named)
        return parsed[about]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", known)
        yield
