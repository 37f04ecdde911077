"""A field is declared once, and its bounds, words and defaults are read from that declaration."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from cockpit.domain.entity import (
    Choice,
    Entity,
    Shape,
    canonical,
    choice,
    day,
    field_of,
    fields_of,
    flag,
    instant,
    instant_text,
    line,
    lines,
    money,
    number,
    parameters,
    reference,
    references,
    text,
    whole,
)
from cockpit.domain.risk import Risk
from tests.domain.projects import project, row


class Rig(Choice):
    SLOOP = "sloop", "a sloop"
    KETCH = "ketch", "a ketch"
    BARE = "bare"


class Boat(Entity):
    kind: ClassVar[str] = "boat"
    prefix: ClassVar[str] = "BO"
    label: ClassVar[str] = "Boat"
    plural: ClassVar[str] = "Boats"
    title_field: ClassVar[str] = "name"

    name: str = line("Name", required=True, longest=30, help="Painted on its stern")
    story: str = text("Story")
    berths: int = whole("Berths", 0, 12, default=2, unit="people")
    crew: int | None = whole("Crew", 1, 12, default=None)
    length: float = number("Length", 2, 80)
    draught: float | None = number("Draught", default=None)
    price: int | None = money("Price", default=None)
    launched_on: date = day("Launched", default=...)
    sunk_on: date | None = day("Sunk")
    seen_at: datetime | None = instant("Seen")
    insured: bool = flag("Insured", default=True)
    rig: Rig = choice("Rig", default=Rig.SLOOP)
    old_rig: Rig | None = choice("Old rig", default=None)
    owner: str = reference("Owner", "person", required=True)
    skipper: str | None = reference("Skipper", "person")
    sisters: tuple[str, ...] = references("Sisters", "boat")
    log: tuple[str, ...] = lines("Log", default=("launched",))
    gear: dict[str, bool | int | float | str | list[str]] = parameters("Gear")


SEEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "uid": "boat-1",
    "ref": "BO-1",
    "version": 3,
    "name": "Pen Duick",
    "story": "Built in 1898.\nSailed since.",
    "berths": 6,
    "crew": None,
    "length": 15.1,
    "draught": 2.2,
    "price": 12_345_67,
    "launched_on": date(1998, 5, 1),
    "sunk_on": None,
    "seen_at": SEEN,
    "insured": False,
    "rig": Rig.KETCH,
    "old_rig": None,
    "owner": "person-1",
    "skipper": None,
    "sisters": ("boat-2", "boat-3"),
    "log": ("left", "arrived"),
    "gear": {"sails": 4, "anchor": True, "flags": ["Q", "A"]},
}
PLAIN: dict[str, Any] = {
    "name": "Pen Duick",
    "story": "Built in 1898.\nSailed since.",
    "berths": 6,
    "crew": None,
    "length": 15.1,
    "draught": 2.2,
    "price": 1234567,
    "launched_on": "1998-05-01",
    "sunk_on": None,
    "seen_at": "2026-03-02T09:30:00+00:00",
    "insured": False,
    "rig": "ketch",
    "old_rig": None,
    "owner": "person-1",
    "skipper": None,
    "sisters": ["boat-2", "boat-3"],
    "log": ["left", "arrived"],
    "gear": {"anchor": True, "flags": ["Q", "A"], "sails": 4},
}


@pytest.fixture
def boat() -> Boat:
    return Boat.trusted(VALUES)


def test_fields_are_those_declared_in_their_order() -> None:
    assert [spec.name for spec in fields_of(Boat)] == list(PLAIN)


@pytest.mark.parametrize(
    ("name", "shape", "required", "optional", "default"),
    [
        ("name", Shape.LINE, True, False, None),
        ("story", Shape.TEXT, False, False, ""),
        ("berths", Shape.WHOLE, False, False, 2),
        ("crew", Shape.WHOLE, False, True, None),
        ("length", Shape.NUMBER, True, False, None),
        ("draught", Shape.NUMBER, False, True, None),
        ("price", Shape.MONEY, False, True, None),
        ("launched_on", Shape.DATE, True, False, None),
        ("sunk_on", Shape.DATE, False, True, None),
        ("seen_at", Shape.INSTANT, False, True, None),
        ("insured", Shape.FLAG, False, False, True),
        ("rig", Shape.CHOICE, False, False, Rig.SLOOP),
        ("old_rig", Shape.CHOICE, False, True, None),
        ("owner", Shape.REFERENCE, True, False, None),
        ("skipper", Shape.REFERENCE, False, True, None),
        ("sisters", Shape.REFERENCES, False, False, ()),
        ("log", Shape.LINES, False, False, ("launched",)),
        ("gear", Shape.PARAMETERS, False, False, {}),
    ],
)
def test_a_field_is_as_it_was_declared(name: str, shape: Shape, required: bool, optional: bool, default: Any) -> None:
    spec = field_of(Boat, name)
    assert (spec.shape, spec.required, spec.optional, spec.default) == (shape, required, optional, default)


def test_bounds_words_units_and_targets_come_with_a_field() -> None:
    name, berths, draught = (field_of(Boat, each) for each in ("name", "berths", "draught"))
    assert (name.label, name.help, name.shortest, name.longest) == ("Name", "Painted on its stern", 1, 30)
    assert (berths.least, berths.most, berths.unit) == (0, 12, "people")
    assert (draught.least, draught.most) == (-1e15, 1e15)
    assert field_of(Boat, "price").least == 0
    assert field_of(Boat, "skipper").refers_to == field_of(Boat, "owner").refers_to == "person"
    assert field_of(Boat, "sisters").refers_to == "boat"
    assert field_of(Boat, "old_rig").choices is Rig


def test_a_field_that_was_not_declared_is_not_known() -> None:
    with pytest.raises(KeyError, match="keel"):
        field_of(Boat, "keel")
    with pytest.raises(KeyError, match="uid"):
        field_of(Boat, "uid")


def test_a_row_is_told_as_json_holds_it(boat: Boat) -> None:
    assert boat.plain() == PLAIN
    assert json.loads(canonical(boat.plain())) == PLAIN


def test_plain_values_become_the_row_that_they_were_made_of(boat: Boat) -> None:
    again = {spec.name: spec.value(json.loads(json.dumps(PLAIN[spec.name]))) for spec in fields_of(Boat)}
    assert Boat.trusted({"uid": "boat-1", "ref": "BO-1", "version": 3, **again}) == boat
    assert isinstance(again["rig"], Rig)


def test_an_instant_is_written_in_utc_to_the_second() -> None:
    lima = timezone(timedelta(hours=-5))
    assert instant_text(datetime(2026, 3, 2, 22, 0, 0, 999_999, tzinfo=lima)) == "2026-03-03T03:00:00+00:00"


def test_a_row_is_called_by_its_ref_and_its_title(boat: Boat) -> None:
    assert boat.caption == "Pen Duick"
    assert str(boat) == "BO-1 Pen Duick"
    assert str(boat.changed(ref="")) == "Pen Duick"


def test_a_row_cannot_be_changed_in_place(boat: Boat) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        boat.berths = 3  # type: ignore[misc]


def test_a_changed_row_leaves_the_first_as_it_was(boat: Boat) -> None:
    later = boat.changed(berths=7, version=4)
    assert (boat.berths, boat.version) == (6, 3)
    assert (later.berths, later.version, later.name) == (7, 4, "Pen Duick")


def test_a_row_from_before_a_field_existed_takes_its_default() -> None:
    row = Boat.trusted({"uid": "boat-2", "name": "Joshua", "length": 12.0, "launched_on": date(1961, 1, 1), "owner": "person-2"})
    assert (row.berths, row.rig, row.log, row.gear, row.ref, row.version) == (2, Rig.SLOOP, ("launched",), {}, "", 1)


def test_a_trusted_row_equals_one_that_was_validated(boat: Boat) -> None:
    assert Boat.model_validate(VALUES) == boat


def test_a_row_has_nothing_of_its_own_to_refuse_unless_its_class_says_so(boat: Boat) -> None:
    assert list(boat.own_problems()) == []


def test_a_choice_is_its_code_and_carries_a_label() -> None:
    assert (Rig("ketch"), Rig.KETCH.value, Rig.KETCH.label) == (Rig.KETCH, "ketch", "a ketch")
    assert Rig.BARE.label == "bare"
    assert f"{Rig.SLOOP}" == "sloop"


def test_equal_values_give_equal_json_whatever_the_order() -> None:
    assert canonical({"b": 1, "a": ["é", None, True, 0.5]}) == canonical({"a": ["é", None, True, 0.5], "b": 1})
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


def test_no_json_is_written_that_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


def test_rows_read_as_columns_are_those_that_were_written() -> None:
    written = [row(Risk, f"R-{number}", inherent_likelihood=number, inherent_impact=3) for number in (1, 2)]
    names = list(vars(written[0]))
    read = Risk.whole(names, [[getattr(each, name) for each in written] for name in names])
    assert read == written
    assert [each.plain() for each in read] == [each.plain() for each in written]
    assert read[0].changed(title="Other").title == "Other"
    assert Risk.whole(names, [[] for _ in names]) == []


def test_nothing_is_suggested_unless_an_entity_knows_better() -> None:
    assert Risk.suggested({"title": "Peak load"}, project()) == {}
