"""The rows and measurements of a snapshot, given what a person who writes one by hand leaves out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.derived_names import person_handle, project_key
from cockpit.domain.entity import Entity, Shape, fields_of
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.integrity import refers_to_nothing, state_problems
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import Series, validated_points
from cockpit.domain.message import N_, Message, message
from cockpit.domain.person import Person
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.project import Project
from cockpit.domain.readiness import criterion_problems
from cockpit.domain.state import ProjectState, ref_number
from cockpit.domain.text import clean_line
from cockpit.domain.validation import echo, validated
from cockpit.exchange.findings import Findings, unfit
from cockpit.exchange.identity import is_ref, is_uid, is_version
from cockpit.exchange.snapshot_format import IDENTITY, MEASUREMENTS
from cockpit.exchange.snapshot_history import History
from cockpit.exchange.toml_places import TomlPath

_Index = Mapping[tuple[str, str], str]
"""The uids of rows by kind and by what people call them."""


@dataclass
class _Draft:
    """A row as the file gives it, and as it is completed: where it stands, its entity, its values, its ref if it has one."""

    path: TomlPath
    entity: type[Entity]
    values: dict[str, Any]
    written_ref: str

    @property
    def uid(self) -> str:
        return str(self.values["uid"])

    @property
    def ref(self) -> str:
        return str(self.values.get("ref", ""))


def read_state(document: Mapping[str, Any], history: History, findings: Findings, *, by_hand: bool) -> ProjectState:
    """The state that a snapshot's tables hold; what is wrong with them goes to ``findings``, and is not in the state.

    A row without a ref gets the next number beyond the largest ever used in ``history``.  What criteria ask is looked at where it was
    written ``by_hand``: the program writes what it holds, such as the name of a KPI that was deleted since.
    """
    drafts = list(_drafts(document, findings))
    _check_identities(drafts, findings)
    _complete(drafts, history.highest)
    index = _index(drafts)
    rows: dict[str, dict[str, Entity]] = {}
    told: set[str] = set()
    for draft in drafts:
        told.update(_link(draft, index, findings))
        try:
            row = validated(draft.entity, draft.values)
        except Refused as refused:
            told.add(draft.uid)
            for problem in refused.problems:
                findings.add((*draft.path, problem.field), problem, draft.written_ref)
        else:
            rows.setdefault(draft.entity.kind, {})[row.uid] = row
    state = ProjectState(rows, _measurements(document.get(MEASUREMENTS, {}), index, findings))
    _check_whole(state, drafts, told, findings)
    if by_hand:
        _check_criteria(state, drafts, history.state, findings)
    return state


def _drafts(document: Mapping[str, Any], findings: Findings) -> Iterator[_Draft]:
    for entity in ENTITIES:
        tables = document.get(entity.kind, [])
        if entity is Project:
            if not isinstance(tables, dict):
                sentence = N_("A snapshot holds one project, in the table [project]; add it, with a title")
                findings.add((entity.kind,), Problem(message(sentence)))
                continue
            tables = [tables]
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            sentence = N_("A row of this kind begins with [[{kind}]], in double brackets")
            findings.add((entity.kind,), Problem(message(sentence, kind=entity.kind)))
            continue
        for place, table in enumerate(tables):
            path: TomlPath = (entity.kind,) if entity is Project else (entity.kind, place)
            ref = echo(table["ref"]) if isinstance(table.get("ref"), str) else ""
            draft = _Draft(path, entity, table, ref)
            _check_names(draft, findings)
            yield draft


def _check_names(draft: _Draft, findings: Findings) -> None:
    """Find the fields that the entity does not have, and take them out."""
    names = (*IDENTITY, *(spec.name for spec in fields_of(draft.entity)))
    for name in draft.values:
        if name not in names:
            sentence = N_("There is no field “{name}” in {entity}; there are {fields}")
            told = message(sentence, name=echo(name), entity=Message(draft.entity.label), fields=names)
            findings.add((*draft.path, name), Problem(told), draft.written_ref)
    draft.values = {name: value for name, value in draft.values.items() if name in names}


def _check_identities(drafts: list[_Draft], findings: Findings) -> None:
    """Find what cannot identify a row, and take it out; the row then gets another."""
    taken: set[str] = set()
    for draft in drafts:
        values = draft.values
        for name, fits, needed in (
            ("uid", is_uid, message(N_("a text of 1 to 64 letters, digits and signs"))),
            ("ref", partial(is_ref, draft.entity), message(N_("{prefix}- and a number"), prefix=draft.entity.prefix)),
            ("version", is_version, message(N_("a whole number from 1 up"))),
        ):
            value = values.get(name)
            if value is None:
                continue
            if not fits(value):
                told = unfit(name, value, needed)
            elif value in taken:
                sentence = N_("“{value}” is that of another row already; take it out, and the row gets a new one")
                told = message(sentence, value=echo(value))
            else:
                if name != "version":
                    taken.add(value)
                continue
            findings.add((*draft.path, name), Problem(told), draft.written_ref)
            del values[name]


def _complete(drafts: list[_Draft], highest: Mapping[str, int]) -> None:
    """Give rows the identity and the short name that a person need not write."""
    numbers = dict(highest)
    for draft in drafts:
        numbers[draft.entity.prefix] = max(numbers.get(draft.entity.prefix, 0), ref_number(draft.ref))
    handles = {draft.values["handle"] for draft in drafts if isinstance(draft.values.get("handle"), str)}
    for draft in drafts:
        values = draft.values
        if "uid" not in values:
            values["uid"] = str(uuid4())
        if "ref" not in values:
            numbers[draft.entity.prefix] += 1
            values["ref"] = f"{draft.entity.prefix}-{numbers[draft.entity.prefix]}"
        if draft.entity is Project and "key" not in values and isinstance(values.get("title"), str):
            values["key"] = project_key(values["title"])
        if draft.entity is Person and "handle" not in values and isinstance(values.get("name"), str):
            values["handle"] = person_handle(values["name"], handles)
            handles.add(values["handle"])


def _index(drafts: list[_Draft]) -> _Index:
    """Rows are called by their ref, their uid, and a field that no two of their kind share, such as a person's handle."""
    unique = {entity: [group[0] for group in entity.unique if len(group) == 1] for entity in ENTITIES}
    index = {}
    for draft in drafts:
        for name in unique[draft.entity]:
            if isinstance(called := draft.values.get(name), str):
                index[draft.entity.kind, clean_line(called)] = draft.uid
    for draft in drafts:
        index |= {(draft.entity.kind, called): draft.uid for called in (draft.uid, draft.ref)}
    return index


def _link(draft: _Draft, index: _Index, findings: Findings) -> Iterator[str]:
    """Put uids for refs into the values of a row; find, and yield, what names no row."""
    for spec in fields_of(draft.entity):
        given = draft.values.get(spec.name)
        if spec.shape is Shape.REFERENCE and isinstance(given, str):
            refs = [clean_line(given)]
            draft.values[spec.name] = index.get((spec.refers_to, refs[0]), given)
        elif spec.shape is Shape.REFERENCES and isinstance(given, list) and all(isinstance(each, str) for each in given):
            refs = [clean_line(each) for each in given]
            draft.values[spec.name] = [index.get((spec.refers_to, ref), ref) for ref in refs]
        else:
            continue
        for ref in refs:
            if ref and (spec.refers_to, ref) not in index:
                problem = Problem(refers_to_nothing(spec, echo(ref)), spec.name)
                findings.add((*draft.path, spec.name), problem, draft.written_ref)
                yield ref


def _check_whole(state: ProjectState, drafts: list[_Draft], told: set[str], findings: Findings) -> None:
    """Find what does not hold between the rows, but for references that were ``told`` or lead to a row that is broken."""
    by_ref = {draft.ref: draft for draft in drafts}
    for problem in state_problems(state):
        draft = by_ref.get(problem.where)
        if draft and problem.message.parts.get("value") not in told:
            findings.add((*draft.path, problem.field), problem, draft.written_ref)


def _check_criteria(state: ProjectState, drafts: list[_Draft], past: ProjectState, findings: Findings) -> None:
    """Find what criteria ask that cannot be judged, but for those that ask the same in the ``past`` that the file tells."""
    criteria = [draft for draft in drafts if draft.entity is Criterion]
    if not criteria:
        return
    named = _with_broken_rows(state, drafts)
    for draft in criteria:
        asked = _asked(draft)
        before = past.get(Criterion, draft.uid)
        if asked is None or (before and (before.rule, before.settings) == (asked.rule, asked.settings)):
            continue
        for problem in criterion_problems(named, asked.rule, asked.settings):
            path = (*draft.path, *filter(None, (problem.field, problem.where)))
            findings.add(path, problem, draft.written_ref)


def _asked(draft: _Draft) -> Criterion | None:
    """A criterion as far as it tells what it asks, whatever else is wrong with it; None where that cannot be read."""
    told: dict[str, Any] = {name: draft.values[name] for name in ("uid", "rule", "settings") if name in draft.values}
    try:
        return validated(Criterion, {**told, "title": Criterion.kind, "policy": GatePolicy.kind})
    except Refused:
        return None


def _with_broken_rows(state: ProjectState, drafts: list[_Draft]) -> ProjectState:
    """``state`` with the rows that something is wrong with, as far as they have a name: what refers to them is not wrong."""
    rows = {kind: dict(rows) for kind, rows in state.rows.items()}
    for draft in drafts:
        if state.row(draft.entity.kind, draft.uid) is None:
            broken = draft.entity.trusted({"uid": draft.uid, "ref": draft.ref})
            rows.setdefault(draft.entity.kind, {})[draft.uid] = broken
    return ProjectState(rows, state.series)


def _measurements(tables: object, index: _Index, findings: Findings) -> dict[tuple[str, str], Series]:
    series: dict[tuple[str, str], Series] = {}
    needed = message(N_("Measurements stand in tables such as [measurements.K-1.pilot], one day = value a line"))
    if not isinstance(tables, dict):
        findings.add((MEASUREMENTS,), Problem(needed))
        return series
    for ref, groups in tables.items():
        path: TomlPath = (MEASUREMENTS, ref)
        kpi = index.get((Kpi.kind, ref))
        if kpi is None:
            sentence = N_("There is no KPI “{kpi}”; give the ref of one, or add it")
            findings.add(path, Problem(message(sentence, kpi=echo(ref))))
        elif not isinstance(groups, dict) or not all(isinstance(points, dict) for points in groups.values()):
            findings.add(path, Problem(needed))
        else:
            for group, points in groups.items():
                if group in tuple(Group):
                    taken = _points((*path, group), points, findings)
                    if taken:
                        series[kpi, group] = Series().with_points(taken)
                else:
                    sentence = N_("There is no group “{group}”; it must be one of {groups}")
                    told = message(sentence, group=echo(group), groups=tuple(each.value for each in Group))
                    findings.add((*path, group), Problem(told))
    return series


def _points(path: TomlPath, points: dict[str, Any], findings: Findings) -> dict[str, float]:
    try:
        taken = validated_points(points)
    except Refused:
        taken = {}
    if len(taken) == len(points):
        return taken
    taken = {}
    for time, value in points.items():
        try:
            point = validated_points({time: value})
        except Refused as refused:
            findings.add((*path, time), refused.problems[0])
        else:
            if point.keys() <= taken.keys():
                told = message(N_("“{time}” is the time of another measurement already"), time=echo(time))
                findings.add((*path, time), Problem(told))
            taken |= point
    return taken
