"""Whatever comes in becomes a row within its bounds, or a refusal that says what, where and what would be right."""

import json
import math
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cockpit import language
from cockpit.domain.catalogue import ENTITIES, entity_of
from cockpit.domain.entity import Entity, FieldSpec, Shape, canonical, fields_of
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.validation import echo, validated
from tests.domain.specimens import full, least
from tests.thoroughness import examples

PAIRS = [pytest.param(entity, low, high, id=f"{entity.kind}.{low}") for entity in ENTITIES for low, high in entity.ordered]
NAIVE = datetime(2026, 3, 2)  # noqa: DTZ001 - that it has no zone is what is wrong with it
NUMERIC = (Shape.WHOLE, Shape.MONEY, Shape.NUMBER)
TEXTUAL = (Shape.LINE, Shape.TEXT)


def fields_with(*shapes: Shape) -> pytest.MarkDecorator:
    """Every field of these shapes in the whole catalogue, one test each."""
    found = [(entity, spec) for entity in ENTITIES for spec in fields_of(entity) if spec.shape in shapes]
    assert found
    return pytest.mark.parametrize(
        ("entity", "spec"), [pytest.param(entity, spec, id=f"{entity.kind}.{spec.name}") for entity, spec in found]
    )


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test hears English."""
    language.choose("en", {})
    yield
    language.choose("en", {})


def problems_of(entity: type[Entity], values: Mapping[Any, Any]) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        validated(entity, values)
    return refused.value.problems


def refusal(entity: type[Entity], spec: FieldSpec, value: Any) -> str:
    """What is said of a field whose value alone is wrong."""
    problems = problems_of(entity, apart_from_order(entity, spec) | {spec.name: value})
    assert [problem.field for problem in problems] == [spec.name]
    return language.say(problems[0].message)


def apart_from_order(entity: type[Entity], spec: FieldSpec) -> dict[str, Any]:
    """Values for ``entity`` in which nothing optional goes together with ``spec``, which may so have any value it bears."""
    paired = {name for pair in entity.ordered if spec.name in pair for name in pair} - {spec.name}
    return {name: value for name, value in least(entity).items() if name not in paired or is_required(entity, name)}


def is_required(entity: type[Entity], name: str) -> bool:
    return any(each.required for each in fields_of(entity) if each.name == name)


def in_english(bound: float) -> str:
    """A bound as an English sentence writes it, thousands grouped."""
    return f"{int(bound):,}" if bound == int(bound) else f"{bound}"


def is_optional(entity: type[Entity], name: str) -> bool:
    return any(each.optional for each in fields_of(entity) if each.name == name)


@fields_with(*NUMERIC)
def test_a_number_is_taken_at_its_bounds(entity: type[Entity], spec: FieldSpec) -> None:
    assert spec.least is not None
    assert spec.most is not None
    for bound in (spec.least, spec.most):
        values = apart_from_order(entity, spec) | {spec.name: bound}
        # A count that may not be more than another needs that other to be as large.
        values |= {high: bound for low, high in entity.ordered if low == spec.name and not is_optional(entity, high)}
        assert getattr(validated(entity, values), spec.name) == bound


@fields_with(*NUMERIC)
def test_a_number_just_out_of_bounds_is_refused_in_clear_words(entity: type[Entity], spec: FieldSpec) -> None:
    assert spec.least is not None
    assert spec.most is not None
    if spec.shape is Shape.NUMBER:
        below, above = math.nextafter(spec.least, -math.inf), math.nextafter(spec.most, math.inf)
    else:
        below, above = int(spec.least) - 1, int(spec.most) + 1
    for value in (below, above):
        said = refusal(entity, spec, value)
        assert said.startswith(f"{spec.label}: “{value}” is not allowed")
        assert said.endswith(f"from {in_english(spec.least)} to {in_english(spec.most)}")


@fields_with(*NUMERIC)
def test_what_is_no_number_of_this_world_is_refused(entity: type[Entity], spec: FieldSpec) -> None:
    numbers = [True, False, math.nan, math.inf, -math.inf, 10**5_000, -(10**400), 1e300]
    for value in [*numbers, "9" * 5_000, "nan", "1e999", "two", [1], {"a": 1}, Decimal("NaN"), date(2026, 3, 2)]:
        said = refusal(entity, spec, value)
        assert said.startswith(f"{spec.label}: “")
        assert len(said) < 250


@fields_with(Shape.WHOLE, Shape.MONEY)
def test_half_of_something_whole_is_refused(entity: type[Entity], spec: FieldSpec) -> None:
    assert spec.least is not None
    assert "whole number" in refusal(entity, spec, spec.least + 0.5)


@fields_with(*TEXTUAL)
def test_a_text_is_taken_up_to_its_length_and_not_beyond(entity: type[Entity], spec: FieldSpec) -> None:
    letter = "A" if spec.name in ("key", "currency") else "a"
    assert spec.longest
    if spec.name != "timezone":
        longest = letter * spec.longest
        assert getattr(validated(entity, least(entity) | {spec.name: longest}), spec.name) == longest
    said = refusal(entity, spec, letter * (spec.longest + 1))
    assert said.startswith(f"{spec.label}: “{letter}")
    assert said.endswith(f"{spec.longest:,} characters")


@fields_with(*TEXTUAL)
def test_what_is_no_text_is_refused(entity: type[Entity], spec: FieldSpec) -> None:
    for value in (5, True, 1.5, b"bytes", ["a"], {"a": "b"}, date(2026, 3, 2)):
        assert "a text of" in refusal(entity, spec, value)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)
def test_everything_that_is_missing_is_told_at_once(entity: type[Entity]) -> None:
    needed = [spec for spec in fields_of(entity) if spec.required]
    problems = problems_of(entity, {"uid": "a-uid"}) if needed else ()
    assert [problem.field for problem in problems] == [spec.name for spec in needed]
    for problem, spec in zip(problems, needed, strict=True):
        assert language.say(problem.message).startswith(f"{spec.label} is missing; it must be ")


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)
@pytest.mark.parametrize("nothing", [None, "", " \t\n", "\x1b[0m"], ids=["none", "empty", "blank", "escape"])
def test_nothing_is_no_value_for_what_is_required(entity: type[Entity], nothing: Any) -> None:
    needed = [spec.name for spec in fields_of(entity) if spec.required]
    problems = problems_of(entity, least(entity) | dict.fromkeys(needed, nothing))
    assert {problem.field for problem in problems} == set(needed)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)
def test_nothing_empties_what_may_be_empty(entity: type[Entity]) -> None:
    spared = {"interview"} if entity.kind == "remark" else set()
    empties = {spec.name: " " for spec in fields_of(entity) if spec.optional and spec.name not in spared}
    row = validated(entity, least(entity) | empties)
    assert all(getattr(row, name) is None for name in empties)


@fields_with(Shape.CHOICE)
def test_a_choice_takes_its_codes_and_nothing_else(entity: type[Entity], spec: FieldSpec) -> None:
    assert spec.choices
    codes = [member.value for member in spec.choices]
    for code in codes:
        assert getattr(validated(entity, least(entity) | {spec.name: f" {code} "}), spec.name) is spec.choices(code)
    for wrong in ("no such code", codes[0].upper(), 1, True, [codes[0]], {codes[0]: 1}):
        said = refusal(entity, spec, wrong)
        assert said.startswith(f"{spec.label}: “")
        assert said.endswith(f"one of {', '.join(codes)}")


@fields_with(Shape.FLAG)
def test_a_flag_is_yes_or_no(entity: type[Entity], spec: FieldSpec) -> None:
    for yes, no in ((True, False), ("yes", "no"), ("true", " false "), (1, 0)):
        assert getattr(validated(entity, least(entity) | {spec.name: yes}), spec.name) is True
        assert getattr(validated(entity, least(entity) | {spec.name: no}), spec.name) is False
    hostile: list[Any] = ["perhaps", 2, -1, 0.5, math.nan, [True], {}, 10**5_000]
    for wrong in hostile:
        assert refusal(entity, spec, wrong).endswith("yes or no")


@fields_with(Shape.DATE)
def test_what_is_no_date_is_refused(entity: type[Entity], spec: FieldSpec) -> None:
    digits = ["20260302", "1772409600", 1772409600, 0.5, True]
    nearly = ["2026-02-30", "2026-3-2", "02/03/2026", "2026-W10-1", "2026-03-02T10:00", "２０２６-03-02", NAIVE, [2026, 3, 2]]
    far = ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", date.max]
    for value in (*digits, *nearly, *far):
        assert refusal(entity, spec, value).endswith("a date such as 2026-12-31, in the years 1900 to 2199")


@fields_with(Shape.DATE)
def test_a_date_is_taken_as_text_or_as_it_is(entity: type[Entity], spec: FieldSpec) -> None:
    for value in ("1900-01-01", " 2199-12-31\n", date(2026, 3, 2)):
        taken = getattr(validated(entity, apart_from_order_of_dates(entity, spec, value)), spec.name)
        assert type(taken) is date
        assert taken.isoformat() == str(value).strip()


def apart_from_order_of_dates(entity: type[Entity], spec: FieldSpec, value: Any) -> dict[str, Any]:
    """Values for ``entity`` with ``value``, and the same one for the dates that go together with it."""
    paired = {name for pair in entity.ordered if spec.name in pair for name in pair}
    return least(entity) | dict.fromkeys(paired | {spec.name}, value)


@fields_with(Shape.INSTANT)
def test_what_is_no_aware_instant_is_refused(entity: type[Entity], spec: FieldSpec) -> None:
    without_zone = ["2026-03-02", "2026-03-02T10:00", NAIVE, date(2026, 3, 2)]
    never = ["20260302T100000Z", "1772409600", 1772409600, True, "2026-03-02T25:00Z", "now", {"at": 1}]
    far = ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"]
    for value in (*without_zone, *never, *far):
        assert "an instant with its zone" in refusal(entity, spec, value)


@fields_with(Shape.INSTANT)
def test_an_instant_is_kept_in_utc_to_the_second(entity: type[Entity], spec: FieldSpec) -> None:
    lima = timezone(timedelta(hours=-5))
    for value in ("2026-03-02T22:00:00.9-05:00", datetime(2026, 3, 2, 22, 0, 0, 900_000, tzinfo=lima), "2026-03-03T03:00:00Z"):
        taken = getattr(validated(entity, apart_from_order(entity, spec) | {spec.name: value}), spec.name)
        assert taken == datetime(2026, 3, 3, 3, tzinfo=UTC)
        assert taken.utcoffset() == timedelta(0)


@fields_with(Shape.LINES, Shape.REFERENCES)
def test_a_list_is_cleaned_and_bounded(entity: type[Entity], spec: FieldSpec) -> None:
    if spec.name != "risk_grid":
        taken = getattr(validated(entity, least(entity) | {spec.name: [" one ", "", "two\n\x1b[2J", " "]}), spec.name)
        assert taken == ("one", "two")
        assert (
            len(getattr(validated(entity, least(entity) | {spec.name: [f"{each}" for each in range(1_000)]}), spec.name)) == 1_000
        )
    assert "1,000" in refusal(entity, spec, [f"{each}" for each in range(1_001)])
    for wrong in ("one", 1, True, [1], ["one", None], [["one"]], {"one": 1}, {"one"}, ["a" * 1_001], [b"one"]):
        assert refusal(entity, spec, wrong).startswith(f"{spec.label}: “")


def test_a_reference_given_twice_stands_once() -> None:
    wave = validated(entity_of("wave"), {"uid": "w", "title": "North", "number": 1, "guardrails": ["k-2", "k-1", "k-2"]})
    assert wave.plain()["guardrails"] == ["k-2", "k-1"]


@pytest.mark.parametrize(
    "settings",
    [
        "share", ["share"], 1, {"a": None}, {"a": {"b": 1}}, {"a": [1]}, {"a": [["b"]]}, {"a": math.nan}, {"a": -math.inf},
        {"a": 10**400}, {"": 1}, {1: 1}, {"a" * 201: 1}, {"a": "b" * 1_001}, {" a": 1, "a ": 2}, {f"{each}": 1 for each in range(101)},
        {"a": ["b"] * 1_001}, {"a": date(2026, 3, 2)},
    ],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_settings_that_no_rule_could_read_are_refused(settings: Any) -> None:
    criterion = entity_of("criterion")
    problems = problems_of(criterion, least(criterion, settings=settings))
    assert [problem.field for problem in problems] == ["settings"]


def test_settings_keep_the_type_of_each_value() -> None:
    given = {"kpi": " k-1\x1b[0m", "share": 0.8, "periods": 4, "strict": True, "zero": 0, "one": 1.0, "groups": ["pilot", " all"]}
    criterion = entity_of("criterion")
    kept = validated(criterion, least(criterion, settings=given)).plain()["settings"]
    assert canonical(kept) == ('{"groups":["pilot","all"],"kpi":"k-1","one":1.0,"periods":4,"share":0.8,"strict":true,"zero":0}')


@pytest.mark.parametrize(("entity", "low", "high"), PAIRS)
def test_what_goes_together_is_refused_the_wrong_way_round(entity: type[Entity], low: str, high: str) -> None:
    specs = {spec.name: spec for spec in fields_of(entity)}
    small, large = {
        Shape.DATE: ("2026-03-02", "2026-03-03"),
        Shape.INSTANT: ("2026-03-02T10:00:00Z", "2026-03-02T10:00:01Z"),
    }.get(specs[low].shape, (3, 4))
    right = least(entity) | {low: small, high: large}
    assert validated(entity, right) == validated(entity, validated(entity, right).__dict__)
    assert validated(entity, right | {low: large}).uid == "a-uid"
    problems = problems_of(entity, right | {low: large, high: small})
    said = language.say(problems[0].message)
    assert [problem.field for problem in problems] == [high]
    assert specs[low].label in said
    assert said.startswith(specs[high].label)
    if specs[high].optional:
        assert getattr(validated(entity, right | {high: None}), high) is None


def test_a_wrong_order_is_told_with_both_values() -> None:
    values = {"uid": "h", "title": "Summer", "calendar": "c", "starts_on": "2026-08-20", "ends_on": "2026-08-01"}
    (problem,) = problems_of(entity_of("holiday"), values)
    said = language.say(problem.message)
    assert said == "Last day: Sat 1 Aug 2026 comes before First day, Thu 20 Aug 2026; it may not"
    (problem,) = problems_of(entity_of("workshop"), least(entity_of("workshop"), invited=8, attended=9))
    assert language.say(problem.message) == "Invited: 8 is less than Attended, 9; it may not be"


def test_a_value_in_doubt_is_not_compared_with_another() -> None:
    problems = problems_of(entity_of("workshop"), least(entity_of("workshop"), invited="many", attended=9))
    assert [problem.field for problem in problems] == ["invited"]


@pytest.mark.parametrize(
    ("kind", "field", "wrong", "right"),
    [
        ("person", "handle", ["Lea", "léa", "le a", "@lea", "lea!"], ["lea", "l.m-2_b", "007"]),
        ("project", "key", ["altura", "ALT URA", "ÉTÉ", "A/B"], ["ALTURA", "A-1_B"]),
        ("project", "timezone", ["", "Paris", "europe/paris", "../etc/passwd", "/etc/passwd", "UTC+2", "localtime"], ["UTC"]),
        ("project", "currency", ["", "eur", "EU", "€", "E1R"], ["USD", "XPF"]),
        (
            "gate_policy", "risk_grid",
            [[], ["11222"] * 4, ["11222"] * 6, ["1122"] * 5, ["11220"] * 5, ["11226"] * 5, ["1122٣"] * 5],
            [["11222", "12233", "22344", "23445", "34455"]],
        ),
        ("activity_link", "successor", ["first-uid"], ["next-uid"]),
        ("remark", "interview", [None], ["i-1"]),
    ],
)  # fmt: skip
def test_what_an_entity_asks_for_beyond_bounds(kind: str, field: str, wrong: list[Any], right: list[Any]) -> None:
    entity = entity_of(kind)
    for value in wrong:
        problems = problems_of(entity, least(entity) | {field: value})
        assert [problem.field for problem in problems] == [field]
        label = next(spec.label for spec in fields_of(entity) if spec.name == field)
        assert language.say(problems[0].message).startswith(label)
    for value in right:
        assert canonical(validated(entity, least(entity) | {field: value}).plain()[field]) == canonical(value)


def test_a_remark_may_come_from_a_user_group() -> None:
    remark = entity_of("remark")
    assert validated(remark, least(remark, interview=None, user_group="g-1")).plain()["user_group"] == "g-1"


def test_fields_that_do_not_exist_are_told_by_a_clean_name() -> None:
    strange = {"colour": 1, "title\x1b[31m ": 2, "\ud800": 3, 7: 4}
    problems = problems_of(entity_of("risk"), least(entity_of("risk")) | strange)
    assert [language.say(problem.message) for problem in problems] == [
        "There is no field “colour” in Risk",
        "There is no field “title” in Risk",
        "There is no field “” in Risk",
        "There is no field “7” in Risk",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("uid", ""),
        ("uid", "a b"),
        ("uid", "a\x1b[0m"),
        ("uid", 5),
        ("uid", "a" * 65),
        ("uid", "\ud800"),
        ("ref", "R-1\n"),
        ("version", 0),
    ],
)
def test_what_identifies_a_row_is_held_to_bounds_too(field: str, value: Any) -> None:
    problems = problems_of(entity_of("risk"), least(entity_of("risk")) | {field: value})
    assert [problem.field for problem in problems] == [field]
    assert language.say(problems[0].message).endswith("cannot identify a row")


def test_everything_that_is_wrong_is_told_in_one_go() -> None:
    wrong = {"title": "", "inherent_impact": 6, "review_on": "tomorrow", "status": "shut", "probability": [], "colour": "red"}
    problems = problems_of(entity_of("risk"), least(entity_of("risk")) | wrong)
    assert {problem.field for problem in problems} == set(wrong)
    assert len(problems) == len(wrong)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("short", "short"),
        ("a\x1b[2J\nb\u202e", "a b"),
        ("x" * 100, "x" * 40 + "… (100)"),
        (None, "None"),
        (True, "True"),
        (0.1, "0.1"),
        (-12, "-12"),
        (10**39, "1" + "0" * 39),
        (10**40, "… (133 bits)"),
        (-(10**5_000), "-… (16610 bits)"),
        (date(2026, 3, 2), "2026-03-02"),
        ([1, [2]], "[…] (2)"),
        ({"a": 1}, "{…} (1)"),
        (Decimal("1.5"), "(Decimal)"),
        (b"\x1b[2J", "(bytes)"),
    ],
    ids=lambda value: repr(value)[:20] if not isinstance(value, int) or abs(value) < 10**39 else "large",
)
def test_a_value_is_repeated_in_one_short_clean_line(value: Any, said: str) -> None:
    assert echo(value) == said


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**63, -(2**64), 10**400, 2**53, 2**53 + 1, 0, 1, 5]),
    st.floats(),
    ANY_TEXT,
    st.text("0123456789-+.:TZeE _", max_size=25),
    st.sampled_from(
        ["2026-03-02", "20260302", "2026-03-02T10:00:00Z", "0001-01-01T00:00+14:00", "yes", "1_000", "0x10", "१", "lower"]
    ),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(timezone(timedelta(hours=14)))),
    st.binary(max_size=5),
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4), max_leaves=8
)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)
@given(data=st.data())
@settings(examples(12), database=None, suppress_health_check=list(HealthCheck))
def test_whatever_comes_in_is_refused_or_becomes_a_clean_row(entity: type[Entity], data: st.DataObject) -> None:
    names = st.sampled_from([*full(entity), "uid", "ref", "version"])
    hostile = data.draw(st.dictionaries(names | ANY_TEXT, ANYTHING, max_size=4))
    begun = data.draw(st.sampled_from([full(entity), least(entity), {}]))
    row, problems = outcome(entity, {**begun, **hostile})
    if row is None:
        assert problems
        for problem in problems:
            assert_shown_safely(language.say(problem.message) + problem.field)
        return
    plain = row.plain()
    assert_shown_safely(json.dumps(plain, allow_nan=False, ensure_ascii=False).replace("\\n", ""))
    assert validated(entity, {"uid": row.uid, "ref": row.ref, "version": row.version, **plain}) == row
    assert entity.trusted({"uid": row.uid, "ref": row.ref, "version": row.version} | read_back(entity, plain)) == row


def outcome(entity: type[Entity], values: dict[str, Any]) -> tuple[Entity | None, tuple[Problem, ...]]:
    """The row that values become, or the problems for which they are refused; any other exception is a failure."""
    try:
        return validated(entity, values), ()
    except Refused as refused:
        return None, refused.problems


def read_back(entity: type[Entity], plain: dict[str, Any]) -> dict[str, Any]:
    """The values of a row as the store gets them back from the JSON that it wrote."""
    kept = json.loads(json.dumps(plain))
    return {spec.name: spec.value(kept[spec.name]) for spec in fields_of(entity)}


def assert_shown_safely(said: str) -> None:
    assert {unicodedata.category(each) for each in said}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert not any("\u202a" <= each <= "\u202e" or "\u2066" <= each <= "\u2069" for each in said)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)
def test_every_field_at_once_may_be_hostile(entity: type[Entity]) -> None:
    for value in (10**5_000, [[[10**5_000]]], {"a": [math.nan]}, NAIVE, "\ud800", b"\xff"):
        problems = problems_of(entity, {spec.name: value for spec in fields_of(entity)} | {"uid": "a-uid"})
        assert len({problem.field for problem in problems}) == len(problems)


def test_a_list_nested_beyond_any_depth_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    risk = entity_of("risk")
    for name in ("title", "probability", "review_on", "status", "owner"):
        assert [problem.field for problem in problems_of(risk, least(risk) | {name: deep})] == [name]
    assert problems_of(entity_of("criterion"), least(entity_of("criterion"), settings={"a": deep}))
    # Taken apart from the outside, as letting go of it all at once would be as deep.
    while deep:
        deep = deep.pop()
