"""Style files, which are parsed once a process instead of once an app: the tests of screens and widgets start hundreds of apps."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Each app finds what another has parsed from the same text, with the same colours."""
    parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def known(
        sheet: Stylesheet, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        about = css, read_from, is_default_rules, tie_breaker, scope
        if about not in sheet._parse_cache:
            coloured = *about, *sheet._variables.items()
            if coloured not in parsed:
                parsed[coloured] = parse(sheet, *about)
            sheet._parse_cache[about] = parsed[coloured]
        return sheet._parse_cache[about]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", known)
        yield
