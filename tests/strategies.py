"""Projects made up at random: every entity, every field, hostile text wherever text goes, and a past made of acts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from cockpit.domain.act import plan, take_back
from cockpit.domain.catalogue import ENTITIES, entity_of
from cockpit.domain.change import Batch, Change, Deed, RowChange
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.entity import LARGEST_NUMBER, Entity, FieldSpec, Shape, fields_of
from cockpit.domain.feed import Feed
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.domain.project import Project
from cockpit.domain.readiness import KINDS
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState, ref_number
from cockpit.domain.text import clean_line, clean_text

HOSTILE_TEXTS = (
    "[red]red[/red]", "[/]", "[bold", "[@click=app.quit]quit[/]", "\\[escaped]", "{name}", "%(name)s", "${HOME}",
    "'; DROP TABLE risk;--", "<script>alert(1)</script>", "=1+1", "--", "[[risk]]", "[project]", "a = 1 # note",
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;file:///etc\x1b\\link\x1b]8;;\x1b\\", "\x9b2J", "bell\x07", "nul\x00",
    "over\rwrite", "back\x08\x08", "tab\tbed", "form\ffeed", "\x7f", "\x85next", "line\u2028separator", "\ufeffmark",
    "wide 日本語 ｆｕｌｌ 한국어", "👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣", "e\u0301 a\u0308\u0323", "zero\u200bwidth\u200d", "soft\u00adhyphen", "narrow\u202fspace",
    "עברית العربية", "\u202eright to left\u202c", "\u2066isolated\u2069", "\ud800",
    '"quoted"', "'single'", '"""', "'''", '""""""', 'ends in "', 'ends in ""', "ends in \\", "\\u0041", "C:\\new\\table", "\\\\",
    "two\nlines", "ends\n\n\nspread", '"""\n"""', '\n"""', "a\\\nb", "trailing  \n  leading", "#\n[x]\n", "a\r\nb",
)  # fmt: skip
"""What a text may hold that is something else to a terminal, to Textual, to SQL, to a spreadsheet or to TOML."""

_TEXTS = st.one_of(
    st.sampled_from(HOSTILE_TEXTS),
    st.text(max_size=8),
    st.lists(st.sampled_from(HOSTILE_TEXTS), min_size=2, max_size=3).map(" ".join),
)
_DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
_INSTANTS = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_NUMBERS = st.floats(-LARGEST_NUMBER, LARGEST_NUMBER)

_OWN_RULES: dict[tuple[type[Entity], str], st.SearchStrategy[Any]] = {
    (Project, "key"): st.from_regex(r"[A-Z0-9_-]{1,24}", fullmatch=True),
    (Project, "timezone"): st.sampled_from(("Europe/Paris", "America/New_York", "Pacific/Kiritimati", "UTC")),
    (Project, "currency"): st.from_regex(r"[A-Z]{3}", fullmatch=True),
    (Person, "handle"): st.from_regex(r"[a-z0-9._-]{1,12}", fullmatch=True),
    (Feed, "path"): _TEXTS.filter(clean_line).map(lambda text: text[:1000]),
    (Feed, "command"): st.lists(_TEXTS.filter(clean_line), min_size=1, max_size=3),
    (GatePolicy, "risk_grid"): st.lists(st.from_regex(r"[1-5]{5}", fullmatch=True), min_size=5, max_size=5),
}
"""Fields with a rule beyond their bounds."""

_ALSO_NEEDED = {"remark": ("interview",)}
"""References that a row needs although each may be empty."""

_FEWEST = {"activity_link": 2}
"""How many rows a reference has to choose from, where one is not enough."""

Targets = Mapping[str, Sequence[str]]
"""The uids that a reference may name, by kind."""

Refs = Mapping[str, Sequence[str]]
"""The refs of the rows that there are, by kind."""


def hostile_texts(longest: int, *, required: bool = False) -> st.SearchStrategy[str]:
    """Texts of at most ``longest`` characters; with ``required``, something of them is left once they are cleaned."""
    texts = _TEXTS.map(lambda text: text[:longest])
    return texts.map(lambda text: text if clean_line(text) else "x") if required else texts


def field_values(entity: type[Entity], spec: FieldSpec, targets: Targets) -> st.SearchStrategy[Any]:
    """Values that ``spec`` takes, as a form or a file may give them."""
    values = _OWN_RULES.get((entity, spec.name))
    if values is None:
        values = _values_of_shape(spec, tuple(targets.get(spec.refers_to, ())))
    needed = spec.required or spec.name in _ALSO_NEEDED.get(entity.kind, ())
    return values | st.none() if spec.optional and not needed else values


def _values_of_shape(spec: FieldSpec, targets: Sequence[str]) -> st.SearchStrategy[Any]:
    match spec.shape:
        case Shape.LINE | Shape.TEXT:
            return hostile_texts(spec.longest or 0, required=bool(spec.shortest))
        case Shape.WHOLE | Shape.MONEY:
            return st.integers(int(spec.least or 0), int(spec.most or 0))
        case Shape.NUMBER:
            return st.floats(spec.least, spec.most)
        case Shape.DATE:
            return _DAYS
        case Shape.INSTANT:
            return _INSTANTS
        case Shape.FLAG:
            return st.booleans()
        case Shape.CHOICE:
            assert spec.choices
            return st.sampled_from(tuple(spec.choices))
        case Shape.REFERENCE:
            return st.sampled_from(targets) if targets else st.none()
        case Shape.REFERENCES:
            return st.lists(st.sampled_from(targets), max_size=3) if targets else st.just([])
        case Shape.LINES:
            return st.lists(hostile_texts(40), max_size=3)
        case Shape.PARAMETERS:
            # Which settings there may be follows from the rule: see asked.
            return st.just({})


@st.composite
def asked(draw: st.DrawFn, refs: Refs) -> dict[str, Any]:
    """A rule that criteria can have, and some of its settings."""
    rule = draw(st.sampled_from(sorted(KINDS)))
    settings = {each.name: _setting_values(each, refs.get(each.refers_to, ())) for each in KINDS[rule].settings}
    return {"rule": rule, "settings": draw(st.fixed_dictionaries({}, optional=settings))}


def _setting_values(setting: Setting, refs: Sequence[str]) -> st.SearchStrategy[Any]:
    match setting.default:
        case int():
            return st.integers(int(setting.least), int(setting.most))
        case float():
            return st.floats(setting.least, setting.most)
        case str():
            choices = (*setting.choices, *refs)
            return st.sampled_from(choices) if choices else st.just(setting.default)
        case _:
            return st.lists(st.sampled_from(refs), max_size=3) if refs else st.just([])


@st.composite
def entity_values(draw: st.DrawFn, entity: type[Entity], targets: Targets, refs: Refs) -> dict[str, Any]:
    """Values for every field of ``entity``, each within its bounds, and those that go together in order."""
    values = {spec.name: draw(field_values(entity, spec, targets), label=spec.name) for spec in fields_of(entity)}
    if entity is Criterion:
        values |= draw(asked(refs))
    for _ in entity.ordered:
        for low, high in entity.ordered:
            if values[low] is not None and values[high] is not None and values[low] > values[high]:
                values[low], values[high] = values[high], values[low]
    return values


@st.composite
def projects(draw: st.DrawFn, most_acts: int = 8, first: type[Entity] | None = None) -> tuple[ProjectState, tuple[Batch, ...]]:
    """A project and the log of the acts that made it: creations, edits, deletions, measurements and undos.

    With ``first``, a row of that entity is there before anything random happens.
    """
    author = _Author(draw)
    author.act((Create(Project, draw(entity_values(Project, {}, {})), author.new_uid()),))
    if first not in (None, Project):
        author.create(first)
    for _ in range(draw(st.integers(0, most_acts))):
        draw(st.sampled_from((author.create, author.create, author.update, author.delete, author.record, author.take_back)))()
    return author.state, tuple(author.batches)


class _Author:
    """Does what people do to a project; what the domain refuses is left undone."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._count = 0
        self._highest: dict[str, int] = {}
        self.state = ProjectState()
        self.batches: list[Batch] = []

    def new_uid(self) -> str:
        self._count += 1
        return str(UUID(int=self._count))

    def act(self, edits: Sequence[Edit]) -> None:
        try:
            changes = plan(self.state, Act(tuple(edits)), self._highest)
        except Refused:
            return
        self._log(changes, Deed.EDIT)

    def create(self, entity: type[Entity] | None = None) -> None:
        if entity is None:
            entity = self._draw(st.sampled_from([each for each in ENTITIES if each is not Project]))
        targets = {kind: list(rows) for kind, rows in self.state.rows.items()}
        self.act(list(self._creations(entity, targets)))

    def update(self) -> None:
        row = self._some_row(ENTITIES)
        targets = {kind: list(rows) for kind, rows in self.state.rows.items()}
        specs = self._draw(st.lists(st.sampled_from(fields_of(type(row))), min_size=1, max_size=3))
        values = {spec.name: self._draw(field_values(type(row), spec, targets)) for spec in specs}
        if isinstance(row, Criterion) and not values.keys().isdisjoint(("rule", "settings")):
            values |= self._draw(asked(self._refs))
        self.act([Update(row, values)])

    @property
    def _refs(self) -> Refs:
        return {kind: [row.ref for row in rows.values()] for kind, rows in self.state.rows.items()}

    def delete(self) -> None:
        if len(self.state.rows) > 1:
            self.act([Delete(self._some_row([entity for entity in ENTITIES if entity is not Project]))])

    def record(self) -> None:
        if not self.state.all(Kpi):
            self.create(Kpi)
        kpi = self._some_row([Kpi])
        times: list[Any] = self._draw(st.lists(_DAYS | _INSTANTS, min_size=1, max_size=4, unique=True))
        times += [time for time, _ in self.state.measurements(kpi.uid, Group.PILOT)][:1]
        values = self._draw(st.lists(_NUMBERS | st.none(), min_size=len(times), max_size=len(times)))
        group = self._draw(st.sampled_from((Group.PILOT, Group.PILOT, Group.CONTROL)))
        self.act([Record(kpi.uid, group, dict(zip(times, values, strict=True)))])

    def take_back(self) -> None:
        batch = self._draw(st.sampled_from(self.batches))
        try:
            changes = take_back(self.state, batch)
        except Refused:
            return
        self._log(changes, Deed.REDO if batch.deed is Deed.UNDO else Deed.UNDO, batch.uid)

    def _creations(self, entity: type[Entity], targets: dict[str, list[str]]) -> Iterator[Create]:
        """The creation of a row, after those of what it must refer to."""
        for spec in fields_of(entity):
            needed = spec.required or spec.name in _ALSO_NEEDED.get(entity.kind, ())
            while spec.refers_to and needed and len(targets.get(spec.refers_to, ())) < _FEWEST.get(entity.kind, 1):
                yield from self._creations(entity_of(spec.refers_to), targets)
        values = self._draw(entity_values(entity, targets, self._refs), label=entity.kind)
        uid = self.new_uid()
        targets.setdefault(entity.kind, []).append(uid)
        yield Create(entity, values, uid)

    def _some_row(self, entities: Sequence[type[Entity]]) -> Entity:
        return self._draw(st.sampled_from([row for entity in entities for row in self.state.all(entity)]))

    def _log(self, changes: tuple[Change, ...], deed: Deed, reverses: str | None = None) -> None:
        if not changes:
            return
        for change in changes:
            if isinstance(change, RowChange) and change.after and "ref" in change.after:
                ref = str(change.after["ref"])
                prefix = entity_of(change.kind).prefix
                self._highest[prefix] = max(self._highest.get(prefix, 0), ref_number(ref))
        at = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(hours=7 * len(self.batches))
        who, note = clean_line(self._draw(_TEXTS)), clean_text(self._draw(_TEXTS))
        self.batches.append(Batch(self.new_uid(), at, who, deed, changes, note, reverses))
        self.state = self.state.applied(changes)
