"""The fields of a form of any entity: which there are, in which order, and what is typed in them, read and checked as it would be saved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from textual.widget import Widget

from cockpit.domain.entity import Entity, FieldSpec, Shape, fields_of
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.validation import validated
from cockpit.language import say
from cockpit.widgets.column import Context
from cockpit.widgets.field_row import FieldRow
from cockpit.widgets.field_words import typed_from, value_from

_NEW = "new"
"""Stands for the uid of a row that has none yet, while it is validated."""


def _names_row(entity: type[Entity], spec: FieldSpec) -> bool:
    """Whether a new row is begun with this field: people think of a name first."""
    return spec.name == entity.title_field and spec.shape is Shape.LINE and spec.required


class FormFields(Widget):
    """What a form holds: a :class:`FieldRow` for each field that is shown."""

    def __init__(
        self,
        entity: type[Entity],
        context: Context,
        row: Entity | None = None,
        *,
        values: Mapping[str, Any] | None = None,
        draft: Mapping[str, str] | None = None,
        first: Sequence[str] = (),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """``values`` are set from the start in a new row; ``first`` names the fields that come first, in order; of the others, those that say
        nothing in ``row`` or ``draft`` are left for later.
        """
        super().__init__(id=id, classes=classes)
        self.entity, self.row = entity, row
        self._told_in = context
        self._given = dict(row.__dict__) if row else dict(values or {})
        self._draft = dict(draft or {})
        specs = {spec.name: spec for spec in sorted(fields_of(entity), key=lambda spec: not _names_row(entity, spec))}
        others = [spec for name, spec in specs.items() if name not in first]
        self._now = [specs[name] for name in first] + [spec for spec in others if not first or self._says_something(spec)]
        self._later = [spec for spec in others if spec not in self._now]

    def _says_something(self, spec: FieldSpec) -> bool:
        return spec.name in self._draft or (self.row is not None and self._given[spec.name] != spec.default)

    def _rows_for(self, specs: Iterable[FieldSpec]) -> Iterator[FieldRow]:
        for spec in specs:
            value = self._given.get(spec.name, spec.default)
            yield FieldRow(spec, typed_from(spec, value, self._told_in), self._told_in)

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """The fields shown, in order."""
        return tuple(self.query(FieldRow))

    @property
    def draft(self) -> dict[str, str]:
        """What was typed and not saved, by the name of the field."""
        return {row.spec.name: row.typed for row in self.rows if row.dirty}

    def retype(self, name: str, typed: str) -> None:
        """Put into a field what was typed for it elsewhere."""
        for row in self.rows:
            if row.spec.name == name:
                row.typed = typed

    def _suggest(self) -> None:
        """Show in fields that are left empty what is taken for them."""
        suggested = self._suggested()
        for row in self.rows:
            row.suggest(suggested.get(row.spec.name, ""))

    def _suggested(self) -> Mapping[str, Any]:
        values = {**self._given, **self._read()[0]}
        return {name: value for name, value in self.entity.suggested(values, self._told_in.state).items() if not values.get(name)}

    def _checked(self) -> tuple[Entity | None, list[Problem]]:
        """The row as it would be saved; None where anything is wrong with what was typed, and what that is."""
        values, problems = self._read()
        wrong = {problem.field for problem in problems}
        identity = {"uid": self.row.uid, "ref": self.row.ref, "version": self.row.version} if self.row else {"uid": _NEW}
        given = {**self._given, **values, **self._suggested()}
        try:
            valid = validated(self.entity, {**{name: value for name, value in given.items() if name not in wrong}, **identity})
        except Refused as refused:
            return None, [*problems, *(problem for problem in refused.problems if problem.field not in wrong)]
        return (None, problems) if problems else (valid, [])

    def _read(self) -> tuple[dict[str, Any], list[Problem]]:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for row in self.rows:
            if not row.dirty:
                continue
            try:
                values[row.spec.name] = value_from(row.spec, row.typed, self._told_in)
            except Refused as refused:
                problems += refused.problems
        return values, problems


def say_problems(row: FieldRow, problems: Iterable[Problem]) -> None:
    """Say beside a field what is wrong with it; nothing where that is nothing."""
    row.say_problem(" ".join(say(problem.message) for problem in problems if problem.field == row.spec.name))
