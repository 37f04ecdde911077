"""The catalogue holds every concept once, and each tells people and the store all that they need."""

import importlib
import inspect
import pkgutil
import re
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import cockpit.domain
from cockpit.domain.activity import ActivityLink, cycle_in
from cockpit.domain.catalogue import BY_PREFIX, ENTITIES, by_prefix, entity_of
from cockpit.domain.entity import LARGEST_WHOLE, Choice, Entity, FieldSpec, Shape, fields_of
from cockpit.domain.validation import validated
from tests.domain.specimens import full, least

FIELDS = [pytest.param(entity, spec, id=f"{entity.kind}.{spec.name}") for entity in ENTITIES for spec in fields_of(entity)]
KINDS = {entity.kind for entity in ENTITIES}

every_entity = pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)

PYTHON_TYPES: dict[Shape, Any] = {
    Shape.LINE: str,
    Shape.TEXT: str,
    Shape.WHOLE: int,
    Shape.NUMBER: float,
    Shape.MONEY: int,
    Shape.DATE: date,
    Shape.INSTANT: datetime,
    Shape.FLAG: bool,
    Shape.REFERENCE: str,
    Shape.REFERENCES: tuple[str, ...],
    Shape.LINES: tuple[str, ...],
    Shape.PARAMETERS: dict[str, bool | int | float | str | list[str]],
}


def test_every_entity_that_the_domain_declares_is_in_the_catalogue() -> None:
    declared = set()
    for module in pkgutil.iter_modules(cockpit.domain.__path__):
        members = inspect.getmembers(importlib.import_module(f"cockpit.domain.{module.name}"), inspect.isclass)
        declared |= {each for _, each in members if issubclass(each, Entity) and each is not Entity}
    assert set(ENTITIES) == declared
    assert len(ENTITIES) == len(declared)


def test_the_project_comes_first_and_parents_before_children() -> None:
    assert ENTITIES[0].kind == "project"
    seen: set[str] = set()
    for entity in ENTITIES:
        parents = {spec.refers_to for spec in fields_of(entity) if spec.shape is Shape.REFERENCE and spec.required}
        assert parents <= seen, f"{entity.kind} comes before {parents - seen}"
        seen.add(entity.kind)


def test_kinds_and_prefixes_name_one_entity_each() -> None:
    assert len(KINDS) == len(BY_PREFIX) == len(ENTITIES)


@every_entity
def test_an_entity_is_found_by_its_kind_and_by_the_prefix_of_a_ref(entity: type[Entity]) -> None:
    ref = f"{entity.prefix}-12"
    assert entity_of(entity.kind) is entity
    assert by_prefix(ref.split("-")[0]) is by_prefix(entity.prefix.lower()) is BY_PREFIX[entity.prefix] is entity


@every_entity
def test_a_ref_can_be_read_in_one_way_only(entity: type[Entity]) -> None:
    # Letters alone, so that "K3" typed without its dash is still one prefix and one number.
    assert re.fullmatch("[A-Z]{1,2}", entity.prefix)
    assert re.fullmatch("[a-z]+(_[a-z]+)*", entity.kind)


def test_an_unknown_kind_or_prefix_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(KeyError, match=r"no entity is called 'riks'.*risk"):
        entity_of("riks")
    with pytest.raises(KeyError, match=r"no ref begins with 'ZZ'.*CR"):
        by_prefix("ZZ")


@every_entity
def test_an_entity_has_names_for_people_and_a_field_that_names_its_rows(entity: type[Entity]) -> None:
    assert entity.label
    assert entity.plural
    assert entity.title_field in {spec.name for spec in fields_of(entity)}
    assert inspect.getdoc(entity) != inspect.getdoc(Entity)


def test_labels_of_entities_tell_them_apart() -> None:
    assert len({entity.label for entity in ENTITIES}) == len({entity.plural for entity in ENTITIES}) == len(ENTITIES)


@every_entity
def test_labels_of_fields_tell_them_apart(entity: type[Entity]) -> None:
    labels = [spec.label for spec in fields_of(entity)]
    assert len(set(labels)) == len(labels)


@every_entity
def test_what_is_required_comes_before_what_can_be_scrolled_to(entity: type[Entity]) -> None:
    names = [spec.name for spec in fields_of(entity)]
    assert all(names.index(spec.name) < 8 for spec in fields_of(entity) if spec.required)


@every_entity
def test_pairs_and_groups_name_fields_that_can_be_compared(entity: type[Entity]) -> None:
    shapes = {spec.name: spec.shape for spec in fields_of(entity)}
    assert all(shapes[low] is shapes[high] and low != high for low, high in entity.ordered)
    assert all(name in shapes for group in entity.unique for name in group)


@pytest.mark.parametrize(("entity", "spec"), FIELDS)
def test_a_field_has_a_label_fit_for_a_table(entity: type[Entity], spec: FieldSpec) -> None:
    assert spec.label[0].isupper() or spec.label[0].isdigit()
    assert len(spec.label) <= 24
    assert not spec.label.endswith((".", ":"))
    assert not spec.help.endswith(".")


@pytest.mark.parametrize(("entity", "spec"), FIELDS)
def test_a_field_is_annotated_with_what_its_shape_holds(entity: type[Entity], spec: FieldSpec) -> None:
    hint = get_type_hints(entity)[spec.name]
    union = get_origin(hint) is UnionType
    inner = next(each for each in get_args(hint) if each is not NoneType) if union else hint
    assert (union and NoneType in get_args(hint)) is spec.optional
    if spec.shape is Shape.CHOICE:
        assert issubclass(inner, Choice)
        assert spec.choices is inner
    else:
        assert inner == PYTHON_TYPES[spec.shape]
        assert spec.choices is None


OTHERWISE: dict[tuple[str, str], dict[str, Any]] = {
    ("remark", "interview"): {"user_group": "another-uid"},
    ("feed", "path"): {"source": "command"},
}
"""What a row needs where one of its fields is left empty."""


@pytest.mark.parametrize(("entity", "spec"), FIELDS)
def test_a_default_fits_its_own_field(entity: type[Entity], spec: FieldSpec) -> None:
    if not spec.required:
        assert spec.optional or spec.default is not None
        others = OTHERWISE.get((entity.kind, spec.name), {})
        values = least(entity, **others) | {spec.name: spec.plain(spec.default)}
        assert getattr(validated(entity, values), spec.name) == spec.default


@pytest.mark.parametrize(("entity", "spec"), FIELDS)
def test_a_field_is_bounded(entity: type[Entity], spec: FieldSpec) -> None:
    match spec.shape:
        case Shape.WHOLE | Shape.MONEY | Shape.NUMBER:
            assert spec.least is not None
            assert spec.most is not None
            assert -1e15 <= spec.least < spec.most <= LARGEST_WHOLE
        case Shape.LINE | Shape.TEXT | Shape.LINES | Shape.REFERENCE | Shape.REFERENCES:
            assert spec.longest
        case _:
            assert spec.least is spec.most is spec.shortest is spec.longest is None


@pytest.mark.parametrize(("entity", "spec"), FIELDS)
def test_a_reference_names_an_entity_of_the_catalogue(entity: type[Entity], spec: FieldSpec) -> None:
    if spec.shape in (Shape.REFERENCE, Shape.REFERENCES):
        assert spec.refers_to in KINDS
        assert entity.kind != "project" or spec.refers_to != "project"
    else:
        assert spec.refers_to == ""


def test_choices_have_codes_for_files_and_labels_for_people() -> None:
    for choices in {spec.choices for entity in ENTITIES for spec in fields_of(entity) if spec.choices}:
        labels = [member.label for member in choices]
        assert len(set(labels)) == len(labels) > 1
        assert all(re.fullmatch("[a-z]+(_[a-z]+)*", member.value) for member in choices)
        assert inspect.getdoc(choices)


@every_entity
def test_the_least_and_the_most_that_can_be_given_make_a_row(entity: type[Entity]) -> None:
    assert validated(entity, least(entity)).caption is not None
    row = validated(entity, full(entity))
    assert validated(entity, {"uid": row.uid, **row.plain()}) == row


def link(predecessor: str, successor: str) -> ActivityLink:
    return ActivityLink(uid=f"{predecessor}>{successor}", predecessor=predecessor, successor=successor)


@pytest.mark.parametrize(
    "arrows",
    ["", "ab", "ab bc cd", "ab ac bd cd", "ab ab", "ba ca cb", "ab cd ef"],
    ids=["nothing", "one", "a row", "a diamond", "twice", "backwards", "apart"],
)
def test_activities_that_wait_for_each_other_in_no_circle(arrows: str) -> None:
    assert cycle_in(link(*arrow) for arrow in arrows.split()) is None


@pytest.mark.parametrize(
    ("arrows", "circle"),
    [("aa", "a"), ("ab ba", "ab"), ("ab bc cd db", "bcd"), ("xy ab ac bd dc cb", "bdc"), ("ab bc cx ya ca", "abc")],
)
def test_a_circle_is_told_in_order_without_what_leads_to_it(arrows: str, circle: str) -> None:
    found = cycle_in(link(*arrow) for arrow in arrows.split())
    assert found
    start = found.index(circle[0])
    assert "".join(found[start:] + found[:start]) == circle


def test_ten_thousand_links_in_a_row_and_then_in_a_circle() -> None:
    row = [link(str(place), str(place + 1)) for place in range(10_000)]
    assert cycle_in(row) is None
    assert cycle_in([*row, link("10000", "0")]) == tuple(str(place) for place in range(10_001))
