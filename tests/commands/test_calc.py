"""The calculators answer alone: with exactly the keys that scripts read, with words for people, and with errors that help."""

from typing import Any

import pytest

from tests.command_line import CommandLine

Figures = dict[str, Any]


def calculated(cockpit: CommandLine, call: str) -> Figures:
    """What a calculator prints as JSON."""
    answer = cockpit("calc", *call.split(), "--json")
    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("call", "figures"),
    [
        (
            # Newcombe 1998, table II, a: 0.0524 to 0.3339; R: prop.test(c(56, 48), c(70, 80), correct = FALSE)
            "proportions --control 48/80 --pilot 56/70",
            {
                "difference": pytest.approx(0.2),
                "interval": [pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5)],
                "p_value": pytest.approx(0.00804508136819656),
                "control": {"rate": 0.6, "interval": pytest.approx([0.490454650052, 0.700381724041])},
                "pilot": {"rate": 0.8, "interval": pytest.approx([0.691833555037, 0.876952607516])},
            },
        ),
        (
            # R: t.test(extra ~ group, data = sleep), the groups the other way round
            "means --control 0.75,1.78900965775916,10 --pilot 2.33,2.00224873579683,10",
            {
                "difference": 1.58,
                "interval": [pytest.approx(-0.2054832307117102), pytest.approx(3.3654832307117104)],
                "t": pytest.approx(1.8608134674868531),
                "df": pytest.approx(17.7764735161784984),
                "p_value": pytest.approx(0.0793941401873582),
            },
        ),
        (
            # 20 of 40 less 5 of 40; with three answers more: 15/43 -+ 1.959964 sqrt((26.5/43 - (15/43)^2) / 43) = 0.348837 -+ 0.210203
            "nps --promoters 20 --passives 15 --detractors 5",
            {
                "nps": 37.5,
                "interval": pytest.approx([13.8635, 55.9040], abs=5e-4),
                "n": 40,
            },
        ),
        # R: power.prop.test(p1 = 0.5, p2 = 0.75, power = 0.9)
        (
            "sample-size --baseline 0.5 --effect 0.25 --power 0.9 --alpha 0.05",
            {"per_arm": 77, "exact": pytest.approx(76.7069284517774)},
        ),
        # R: power.t.test(delta = 1, sd = 1, power = 0.9)
        ("sample-size --sd 1 --effect 1 --power 0.9", {"per_arm": 23, "exact": pytest.approx(22.021095570094)}),
        (
            # rpact, getDesignGroupSequential(typeOfDesign = "asOF")
            "sequential --looks 4",
            {
                "bounds": pytest.approx([4.33263, 2.96313, 2.35904, 2.01409], abs=5e-5),
                "spent": pytest.approx([1.47336168719e-05, 3.05064551552e-03, 1.92986499090e-02, 0.05]),
            },
        ),
        (
            "sequential --looks 3 --alpha 0.05 --fractions 0.2,0.5,1",
            {
                "bounds": pytest.approx([4.87688, 2.96263, 1.96860], abs=5e-5),
                "spent": pytest.approx([1.07774252589e-06, 3.05064551560e-03, 0.05]),
            },
        ),
        # R: chisq.test(c(480, 520), p = c(0.5, 0.5))
        (
            "srm --counts 480,520 --split 0.5,0.5",
            {"chi2": pytest.approx(1.6), "df": 1, "p_value": pytest.approx(0.205903210732068)},
        ),
        (
            "evm --bac 1000 --pv 500 --ev 400 --ac 450",
            {
                "sv": -100,
                "cv": -50,
                "spi": 0.8,
                "cpi": pytest.approx(8 / 9),
                "eac": pytest.approx(1125),
                "etc": pytest.approx(675),
                "vac": pytest.approx(-125),
                "tcpi": pytest.approx(12 / 11),
            },
        ),
        (
            "earned-schedule --pv 10,20,35,50 --ev 27 --at 3",
            {"es": pytest.approx(37 / 15), "spi_t": pytest.approx(37 / 45), "ieac_t": pytest.approx(180 / 37)},
        ),
        ("brier 0.7:1 0.3:0 0.1:1", {"brier": pytest.approx(0.33)}),
    ],
)
def test_a_calculator_prints_the_figures_of_its_contract(cockpit: CommandLine, call: str, figures: Figures) -> None:
    assert calculated(cockpit, call) == figures


@pytest.mark.parametrize(
    ("call", "undefined"),
    [
        ("proportions --control 0/10 --pilot 0/20", {"p_value"}),
        ("proportions --control 10/10 --pilot 1/1", {"p_value"}),
        ("means --control 1,0,1 --pilot 2,1,10", {"interval", "t", "df", "p_value"}),
        ("means --control 1,0,5 --pilot 2,0,5", {"interval", "t", "df", "p_value"}),
        ("nps --promoters 0 --passives 0 --detractors 0", {"nps", "interval"}),
        ("sample-size --sd 1 --effect 0.000000001", {"per_arm", "exact"}),
        ("srm --counts 0,0 --split 1,1", {"chi2", "p_value"}),
        ("evm --bac 1000 --pv 0 --ev 0 --ac 0", {"spi", "cpi", "eac", "etc", "vac"}),
        ("earned-schedule --pv 10,20 --ev 0 --at 1", {"ieac_t"}),
    ],
)
def test_what_is_undefined_is_null_with_a_note(cockpit: CommandLine, call: str, undefined: set[str]) -> None:
    found = calculated(cockpit, call)
    assert {key for key, value in found.items() if value is None} == undefined
    assert found["note"]


@pytest.mark.parametrize(
    "call",
    [
        "proportions --control 0/1 --pilot 1/1",
        "proportions --control 0/1 --pilot 0/1",
        "nps --promoters 1 --passives 0 --detractors 0",
        "nps --promoters 1000000 --passives 0 --detractors 0",
        "nps --promoters 0 --passives 0 --detractors 1",
    ],
)
def test_an_interval_of_an_extreme_is_never_a_point(cockpit: CommandLine, call: str) -> None:
    low, high = calculated(cockpit, call)["interval"]
    assert low < high


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("proportions --control 300/200 --pilot 1/2", "--control: “300/200”"),
        ("proportions --control 1/2 --pilot 1", "--pilot: “1”"),
        ("proportions --control 1/2 --pilot 1/0", "--pilot: “1/0”"),
        ("proportions --control 1/2 --pilot 1/2 --confidence 1", "--confidence: “1”"),
        ("means --control 1,2 --pilot 1,2,3", "--control: “1,2”"),
        ("means --control 1,-2,3 --pilot 1,2,3", "--control: “1,-2,3”"),
        ("means --control 1,2,3", "--control and --pilot, or a file"),
        ("nps --promoters -1 --passives 0 --detractors 0", "--promoters: “-1”"),
        ("nps --promoters ten --passives 0 --detractors 0", "--promoters: “ten”"),
        ("sample-size --baseline 0.9 --effect 0.2", "--effect: “0.2”"),
        ("sample-size --baseline 0.9 --sd 1 --effect 0.2", "either --baseline"),
        ("sample-size --sd 1 --effect 0", "--effect: “0”"),
        ("sample-size --sd 1 --effect nan", "--effect: “nan”"),
        ("sample-size --sd 1 --effect 1 --power 0.01", "--power: “0.01”"),
        ("sequential", "--looks, or --fractions"),
        ("sequential --looks 0", "--looks: “0”"),
        ("sequential --looks 2 --fractions 0.5,0.7,1", "as many as --looks says: 2"),
        ("sequential --fractions 0.5,0.4", "--fractions: “0.5,0.4”"),
        ("sequential --fractions 0.5,1.2", "--fractions: “0.5,1.2”"),
        ("srm --counts 10 --split 1", "--counts: “10”"),
        ("srm --counts 10,20 --split 1,0", "--split: “1,0”"),
        ("srm --counts 10,20.5 --split 1,1", "--counts: “10,20.5”"),
        ("evm --bac 0 --pv 1 --ev 1 --ac 1", "--bac: “0”"),
        ("earned-schedule --pv 10,5 --ev 1 --at 1", "--pv: “10,5”"),
        ("earned-schedule --pv 1,2 --ev 1 --at 0", "--at: “0”"),
        ("brier 2:1", "P:O: “2:1”"),
        ("brier 0.5:2", "P:O: “0.5:2”"),
        ("brier", "P:O... is missing"),
    ],
)
def test_what_cannot_be_calculated_names_what_was_given_and_what_is_allowed(cockpit: CommandLine, call: str, named: str) -> None:
    answer = cockpit("calc", *call.split())
    assert (answer.code, answer.out) == (2, "")
    assert named in answer.err


def test_without_json_the_figures_are_named_for_people(cockpit: CommandLine) -> None:
    assert cockpit("calc", "brier", "0.5:1").lines == ["Brier score: 0.25"]
    assert (
        cockpit("calc", "evm", "--bac", "1000", "--pv", "0", "--ev", "0", "--ac", "0")
        .lines[-1]
        .startswith("what would be divided")
    )
    assert "bounds of |z|: 4.33263  2.96313  2.35904  2.01409" in cockpit("calc", "sequential", "--looks", "4").lines


# Wheeler's limits of 10 12 11 13 9 11 are 11 -+ 2.66 x 2.2, worked in the tests of the process chart.
TABLE = "week;group;value\n1;control;10\n2;pilot;12\n3;control;11\n4;pilot;13\n5;control;9\n6;pilot;11\n"


def test_a_process_chart_of_a_table(cockpit: CommandLine) -> None:
    (cockpit.folder / "table.csv").write_text(TABLE)
    assert calculated(cockpit, f"xmr {cockpit.folder}/table.csv --value value --target 5 --better higher") == {
        "centre": 11,
        "lower": pytest.approx(5.148),
        "upper": pytest.approx(16.852),
        "signals": [],
        "assurance": "consistently_passes",
    }


def test_frozen_limits_show_what_came_after(cockpit: CommandLine) -> None:
    (cockpit.folder / "table.csv").write_text(TABLE + "7;pilot;17\n8;pilot;5\n")
    found = calculated(cockpit, f"xmr {cockpit.folder}/table.csv --value value --freeze 6")
    assert found["centre"] == 11
    assert [each for each in found["signals"] if each["rule"] == "outside"] == [
        {"at": 7, "rule": "outside"},
        {"at": 8, "rule": "outside"},
    ]
    assert found["assurance"] is None


def test_a_series_that_does_not_vary_has_no_limits(cockpit: CommandLine) -> None:
    (cockpit.folder / "table.csv").write_text("value\n5\n5\n5\n")
    found = calculated(cockpit, f"xmr {cockpit.folder}/table.csv --value value --target 4 --better higher")
    assert (found["centre"], found["lower"], found["upper"], found["signals"], found["assurance"]) == (5, None, None, [], None)
    assert found["note"]


def test_means_of_a_table_are_those_of_its_groups(cockpit: CommandLine) -> None:
    # Control 10 11 9, pilot 12 13 11: both deviations 1, difference 2, t = 2 / sqrt(2/3), 4 degrees of freedom.
    (cockpit.folder / "table.csv").write_text(TABLE)
    found = calculated(cockpit, f"means {cockpit.folder}/table.csv --group group --value value")
    assert found["difference"] == pytest.approx(2)
    assert found["t"] == pytest.approx(2 / (2 / 3) ** 0.5)
    assert found["df"] == pytest.approx(4)


@pytest.mark.parametrize(
    ("content", "call", "named"),
    [
        (None, "xmr FILE --value value", "table.csv"),
        ("", "xmr FILE --value value", "empty"),
        ("value\n", "xmr FILE --value value", "no row with a value"),
        ("a,b\n1,2\n", "xmr FILE --value value", "no column “value”; it has a, b"),
        ("value,value\n1,2\n", "xmr FILE --value value", "several columns “value”"),
        ("value\n1\nnan\n3\n" + "4\n" * 100 + "x\x1b[2J\n", "xmr FILE --value value", "line 3: value: “nan” is not allowed"),
        ("value\n1\n\n,2\n", "xmr FILE --value value", "line 4: value: “” is not allowed"),
        ('value\n1\n"2\n', "xmr FILE --value value", "cannot be read on"),
        ("group,value\nA,1\n", "means FILE --group group --value value", "line 2: group: “A” is not allowed"),
        ("group,value\npilot,1\n", "means FILE --group group --value value", "no row of the group “control”"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_place(
    cockpit: CommandLine, content: str | None, call: str, named: str
) -> None:
    file = cockpit.folder / "table.csv"
    if content is not None:
        file.write_text(content)
    answer = cockpit("calc", *call.replace("FILE", str(file)).split())
    assert (answer.code, answer.out) == (1, "")
    assert named in answer.err
    assert "\x1b" not in answer.err
