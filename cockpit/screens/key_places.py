"""Where keys are at work together, and which of the user's own ones get into each other's way there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widgets import Input, TextArea

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem
from cockpit.screens import (
    action_board,
    actions,
    charter,
    history,
    journal,
    kpis,
    portfolio,
    readiness_over_time,
    risks,
    rollout,
    standup,
    what_if,
)
from cockpit.screens.gate_review import GateReviewScreen
from cockpit.screens.gate_review_form import GateReviewForm
from cockpit.screens.keymap import KeyMap, readable
from cockpit.screens.kpi_import import KpiImportScreen
from cockpit.screens.kpi_import_preview import ChangeTable, ResultTable
from cockpit.screens.mode_screens import BOUND
from cockpit.screens.overview import OverviewScreen
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.answer_list import AnswerTable
from cockpit.widgets.board import Board
from cockpit.widgets.cell_editor import CellEditor
from cockpit.widgets.completing_prompt import CompletingPrompt
from cockpit.widgets.conflict import Conflict, FieldsPage
from cockpit.widgets.detail import Detail
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.field_input import LineInput, OptionInput, ReferenceInput, TextInput
from cockpit.widgets.field_row import MoreFields
from cockpit.widgets.file_chooser import FolderTable, PathInput
from cockpit.widgets.panel import Panel
from cockpit.widgets.prompt import Prompt
from cockpit.widgets.topic_lines import TopicLines

Place: TypeAlias = "tuple[type[DOMNode], ...]"
"""What is asked for a key one after the other: the widget that has the focus, what lies around it, the screen, the app."""

_FIELDS = (LineInput, TextInput, OptionInput, ReferenceInput, MoreFields)
_ROWS: tuple[Place, ...] = ((EntityTable,), (Detail,), *((field, EntityForm) for field in _FIELDS))

_HELD: Mapping[type[Screen[None]], tuple[Place, ...]] = {
    OverviewScreen: ((Panel,),),
    TableScreen: (*_ROWS, (Panel,), (Board,), (EntityTable, history.HistorySheet)),
    charter.CharterScreen: (*_ROWS, (Panel,)),
    actions.ActionsScreen: (*_ROWS, (Board, action_board.ActionBoard)),
    standup.StandupScreen: ((TopicLines,), ()),
    risks.RisksScreen: _ROWS,
    kpis.KpisScreen: _ROWS,
    rollout.RolloutScreen: _ROWS,
    readiness_over_time.ReadinessOverTimeScreen: (*_ROWS, (Panel,), (EntityTable, what_if.WhatIfSheet)),
    journal.JournalScreen: (*_ROWS, (EntityTable, history.HistorySheet)),
    portfolio.PortfolioScreen: ((EntityTable,),),
    GateReviewScreen: tuple((field, GateReviewForm) for field in _FIELDS),
    KpiImportScreen: ((FolderTable,), (PathInput,), (AnswerTable,), (ResultTable,), (ChangeTable,), (EntityTable,)),
}
"""What may have the focus on each screen that has bindings of its own, with what lies around it there."""

_ALONE: tuple[Place, ...] = (
    (Input, Prompt), (Input, CompletingPrompt), (FieldsPage, Conflict),
    *((field, CellEditor) for field in _FIELDS if field is not MoreFields),
)  # fmt: skip
"""What has all keys for itself as long as it is there, with what lies around it; so has whatever else is bound and stands nowhere here."""


def places(app: type[App[None]]) -> Iterator[Place]:
    """Every place in ``app`` where keys are at work."""
    placed = [(*inner, screen, app) for screen, held in _HELD.items() for inner in held]
    placed += _ALONE
    yield from placed
    known = {base for place in placed for owner in place for base in owner.__mro__}
    yield from ((owner,) for owner in BOUND if owner not in known)


class _Bound(NamedTuple):
    """A binding at a place, with what binds it."""

    binding: Binding
    owner: type[DOMNode]

    @property
    def name(self) -> str:
        return self.binding.id or f"{self.owner.__name__}.{self.binding.action}"

    @property
    def is_inside(self) -> bool:
        """Whether it is at work in a part of a screen alone."""
        return not issubclass(self.owner, Screen | App)


class _Key(NamedTuple):
    """One key at one place, with all that it is bound to there."""

    key: str
    place: Place
    bound: tuple[_Bound, ...]


class _Design(NamedTuple):
    """What is meant to be at a place: the pairs of names that share a key, and what of the app is hidden there altogether.

    Of a pair one is at work when the other is not; what is hidden is at work elsewhere.
    """

    pairs: set[frozenset[str]]
    hidden: set[str]

    def is_fine(self, one: str, other: str) -> bool:
        """Whether two may have the same key."""
        return one in self.hidden or other in self.hidden or frozenset((one, other)) in self.pairs


def without_clashes(
    own: Mapping[str, str], known: Mapping[str, Binding], app: type[App[None]]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The keys that get into no other's way, and a problem for each that does: that name keeps its usual keys.

    ``own`` are keys by the ids of their bindings, all of them ``known``.  Of two that clash with each other the later one is left out.
    """
    usual = _designed(app)
    taken, problems = dict(own), []
    while (found := _first_clash(taken, usual, known, app)) is not None:
        name, sentence = found
        del taken[name]
        problems.append(Problem(sentence, f"keys.{name}"))
    return taken, tuple(reversed(problems))


def _first_clash(
    own: dict[str, str], usual: Mapping[Place, _Design], known: Mapping[str, Binding], app: type[App[None]]
) -> tuple[str, Message] | None:
    keys = list(_keys(KeyMap(own), app))
    for name in reversed(own):
        for each in keys:
            for bound in each.bound:
                if bound.name == name and (other := _in_the_way(each, bound, usual[each.place])) is not None:
                    return name, _told(each.key, bound, other, known)
    return None


def _keys(key_map: KeyMap, app: type[App[None]]) -> Iterator[_Key]:
    """Every key at every place; what has priority is at work at all of them."""
    first = [_Bound(binding, app) for binding in key_map.all_of(app) if binding.priority]
    for place in places(app):
        found: defaultdict[str, list[_Bound]] = defaultdict(list)
        for owner in place:
            for binding in key_map.all_of(owner):
                found[binding.key].append(_Bound(binding, owner))
        if app not in place:
            for bound in first:
                found[bound.binding.key].append(bound)
        for key, bindings in found.items():
            yield _Key(key, place, tuple(bindings))


@cache
def _designed(app: type[App[None]]) -> Mapping[Place, _Design]:
    """What the usual keys do at each place."""
    pairs: defaultdict[Place, set[frozenset[str]]] = defaultdict(set)
    everywhere: defaultdict[Place, set[str]] = defaultdict(set)
    first: defaultdict[Place, set[str]] = defaultdict(set)
    for key in _keys(KeyMap(), app):
        names = [bound.name for bound in key.bound]
        pairs[key.place] |= {frozenset((one, other)) for one in names for other in names}
        everywhere[key.place] |= {bound.name for bound in key.bound if issubclass(bound.owner, App)}
        first[key.place] |= {names[0], *(bound.name for bound in key.bound if bound.binding.priority)}
    return {place: _Design(met, everywhere[place] - first[place]) for place, met in pairs.items()}


def _in_the_way(key: _Key, bound: _Bound, design: _Design) -> "_Bound | str | None":
    """What gets into the way of ``bound`` at this place: another binding, or that it is typed there; None where nothing does."""
    typing = _types(key.place[0], key.key)
    if typing and (bound.is_inside or bound.binding.priority):
        return key.key
    for other in key.bound:
        if other.name == bound.name or design.is_fine(bound.name, other.name):
            continue
        # Around a field keys may do something else than in it, as ctrl+z does nearly everywhere.
        edits = other.binding.id is None and issubclass(other.owner, Input | TextArea)
        if not edits or bound.is_inside or bound.binding.priority:
            return other
    return None


def _types(owner: type[DOMNode], key: str) -> bool:
    """Whether a key is typed where ``owner`` has the focus."""
    character = key_to_character(key)
    if character is None or not character.isprintable():
        return False
    return issubclass(owner, Input | TextArea) or (issubclass(owner, OptionInput) and character.isalnum())


def _told(key: str, bound: _Bound, other: _Bound | str, known: Mapping[str, Binding]) -> Message:
    name, kept = bound.name, readable(known[bound.name].key)
    key = readable(key)
    if isinstance(other, str):
        sentence = N_("{name}: “{key}” is typed where it would be at work; it keeps {kept}")
        return message(sentence, name=name, key=key, kept=kept)
    if other.binding.id is None:
        return message(
            N_("{name}: “{key}” cannot be given away where it would be at work; it keeps {kept}"), name=name, key=key, kept=kept
        )
    return message(
        N_("{name}: “{key}” is the key of {other} too ({does}), and both are at work in the same place; {name} keeps {kept}"),
        name=name, key=key, other=other.binding.id, does=message(other.binding.description), kept=kept,
    )  # fmt: skip
