"""The form of a criterion: its rule is chosen among those that there are, and what the rule can be set to stands below its settings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from cockpit.domain.entity import Entity, FieldSpec
from cockpit.domain.gate import Criterion
from cockpit.domain.problem import Problem
from cockpit.domain.readiness import KINDS
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.text import folded
from cockpit.language import _, say
from cockpit.widgets.column import Context
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.field_input import Edited, OptionInput
from cockpit.widgets.field_row import FieldRow, WholeLines
from cockpit.widgets.field_words import typed_from
from cockpit.widgets.reference_words import row_named
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import content_of

_RULE, _SETTINGS = "rule", "settings"


class CriterionForm(EntityForm):
    """The form for a new criterion, or for the one given."""

    # What a class inherits counts less to Textual than what the inputs say of themselves.
    DEFAULT_CSS = EntityForm.DEFAULT_CSS

    def _rows_for(self, specs: Iterable[FieldSpec]) -> Iterator[FieldRow]:
        for row in super()._rows_for(specs):
            if row.spec.name == _RULE:
                yield RuleRow(row.spec, row.initial, self._told_in)
            elif row.spec.name == _SETTINGS:
                yield SettingsRow(row.spec, row.initial, self._told_in, self._given.get(_RULE, ""))
            else:
                yield row

    @on(Edited)
    def follow_rule(self, event: Edited) -> None:
        """Tell the settings of another rule as soon as it is chosen."""
        if isinstance(event.input.parent, RuleRow):
            self._tell_settings()

    def _tell_settings(self) -> None:
        rule = next((row.typed for row in self.query(RuleRow)), self._given.get(_RULE, ""))
        for row in self.query(SettingsRow):
            row.tell(rule)

    async def _unfold(self) -> None:
        await super()._unfold()
        self._tell_settings()

    def _read(self) -> tuple[dict[str, Any], list[Problem]]:
        """Rows named in settings may be typed as anywhere else: by their ref in any case, a handle or a title."""
        values, problems = super()._read()
        if _SETTINGS in values:
            rule = values.get(_RULE, self._given.get(_RULE, ""))
            values[_SETTINGS] = named(self._told_in.state, rule, values[_SETTINGS])
        return values, problems


class RuleRow(FieldRow):
    """The rule: one of those that there are, by its name; its code, which files give it, stands with its settings."""

    def __init__(self, spec: FieldSpec, initial: str, context: Context) -> None:
        kinds = sorted(KINDS.values(), key=lambda kind: folded(_(kind.label)))
        options = tuple((kind.code, _(kind.label)) for kind in kinds)
        super().__init__(spec, initial, context, OptionInput(options, initial, id=f"field-{spec.name}"))

    @property
    def help(self) -> str:
        """What it is for, and how one is chosen."""
        return " · ".join((_("required"), _("What judges the criterion"), _("left and right choose, a letter jumps")))


class SettingsRow(FieldRow):
    """The settings, and below them those that the rule has, each as it would be typed to be what it is without."""

    def __init__(self, spec: FieldSpec, initial: str, context: Context, rule: str) -> None:
        super().__init__(spec, initial, context)
        self._told_in, self._rule = context, rule

    def compose(self) -> ComposeResult:
        """The field, and what can be set."""
        yield from super().compose()
        yield WholeLines(self._told(), classes="field--told", markup=False)

    def tell(self, rule: str) -> None:
        """Tell the settings of another rule."""
        if rule != self._rule:
            self._rule = rule
            self.query_one(".field--told", WholeLines).update(self._told())

    def _told(self) -> Content:
        kind = KINDS.get(self._rule)
        if kind is None:
            words = "" if self._rule else _("What the rule can be set to stands here once it is chosen")
            return content_of(words, STYLES[Tone.QUIET])
        words = _("Settings of {rule}, with their defaults") if kind.settings else _("{rule} has no settings")
        heading = content_of(words.format(rule=kind.code), STYLES[Tone.QUIET])
        return Content("\n").join((heading, *map(self._line, kind.settings)))

    def _line(self, setting: Setting) -> Content:
        default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        told = f"{_(setting.label)}: {say(setting.allowed)}" + (f"; {_(setting.help)}" if setting.help else "")
        typed = typed_from(self.spec, {setting.name: default}, self._told_in)
        return Content.assemble(typed, (f"  {told}", STYLES[Tone.QUIET]))


def named(state: ProjectState, rule: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """``settings`` with the refs of the rows that their texts name; a text that names none stays as it is."""
    kind = KINDS.get(rule)
    refers_to = {setting.name: setting.refers_to for setting in kind.settings if setting.refers_to} if kind else {}
    return {name: _refs(state, refers_to[name], value) if name in refers_to else value for name, value in settings.items()}


def _refs(state: ProjectState, kind: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_refs(state, kind, each) for each in value]
    row = row_named(state, kind, value) if isinstance(value, str) else None
    return row.ref if row else value


def form_for(entity: type[Entity]) -> type[EntityForm]:
    """The form of an entity."""
    return CriterionForm if entity is Criterion else EntityForm
