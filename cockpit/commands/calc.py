"""``cockpit calc``: the statistics of the method, usable alone: no store and no project."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.commands import calc_arguments as given
from cockpit.commands.output import put, put_json, wrong_usage
from cockpit.domain.message import N_, message
from cockpit.language import _, headed, number

if TYPE_CHECKING:
    from cockpit.domain.mean import Sample
    from cockpit.domain.proportion import Interval

app = typer.Typer(no_args_is_help=True, suggest_commands=False, help=N_("Calculate alone what the verdict is made of"))

AsJson = Annotated[bool, typer.Option("--json", help=N_("Write JSON"))]
Confidence = Annotated[str, typer.Option(help=N_("How sure the intervals are"), metavar="SHARE")]

_FIGURES = 6
"""Significant figures of what people read."""


@app.command("proportions", help=N_("Compare two shares: pilot minus control"))
def proportions(
    control: Annotated[str, typer.Option(help=N_("Successes and cases of the control group"), metavar="X/N")],
    pilot: Annotated[str, typer.Option(help=N_("Successes and cases of the pilot group"), metavar="X/N")],
    confidence: Confidence = "0.95",
    as_json: AsJson = False,
) -> None:
    from cockpit.domain.normal import two_sided_tail
    from cockpit.domain.proportion import difference_interval, pooled_z

    first, second = given.share("--control", control), given.share("--pilot", pilot)
    sure = given.number("--confidence", confidence, above=0, below=1)
    z = pooled_z(first, second)
    found: dict[str, Any] = {
        "difference": second.rate - first.rate,
        "interval": _pair(difference_interval(first, second, sure)),
        "p_value": None if z is None else two_sided_tail(z),
        "control": {"rate": first.rate, "interval": _pair(first.interval(sure))},
        "pilot": {"rate": second.rate, "interval": _pair(second.interval(sure))},
    }
    _answer(found, as_json, N_("all cases have the same outcome, so that there is no p-value") if z is None else "")


@app.command("means", help=N_("Compare two means: pilot minus control"))
def means(
    file: Annotated[str | None, typer.Argument(help=N_("A table of values with a column of groups"), metavar="FILE.csv")] = None,
    control: Annotated[str | None, typer.Option(help=N_("Of the control group"), metavar="MEAN,SD,N")] = None,
    pilot: Annotated[str | None, typer.Option(help=N_("Of the pilot group"), metavar="MEAN,SD,N")] = None,
    group: Annotated[str | None, typer.Option(help=N_("The column with “control” and “pilot”"), metavar="COLUMN")] = None,
    value: Annotated[str | None, typer.Option(help=N_("The column with the values"), metavar="COLUMN")] = None,
    confidence: Confidence = "0.95",
    as_json: AsJson = False,
) -> None:
    from cockpit.domain.mean import compared

    sure = given.number("--confidence", confidence, above=0, below=1)
    first, second = _samples(file, control, pilot, group, value)
    found = compared(first, second, sure)
    _answer(
        {
            "difference": second.mean - first.mean,
            "interval": _pair(found.interval) if found else None,
            "t": found.t if found else None,
            "df": found.degrees if found else None,
            "p_value": found.p_value if found else None,
        },
        as_json,
        "" if found else N_("a group with a single value, or values that do not vary, tell nothing of their spread"),
    )


def _samples(
    file: str | None, control: str | None, pilot: str | None, group: str | None, value: str | None
) -> "tuple[Sample, Sample]":
    if file is None and control is not None and pilot is not None:
        return given.sample("--control", control), given.sample("--pilot", pilot)
    if file is None or group is None or value is None or control is not None or pilot is not None:
        raise wrong_usage(message(N_("give either --control and --pilot, or a file with --group and --value")))
    from cockpit.commands.calc_file import samples

    return samples(file, group, value)


@app.command("nps", help=N_("Net promoter score with its interval"))
def nps(
    promoters: Annotated[str, typer.Option(help=N_("Answers 9 and 10"), metavar="N")],
    passives: Annotated[str, typer.Option(help=N_("Answers 7 and 8"), metavar="N")],
    detractors: Annotated[str, typer.Option(help=N_("Answers 0 to 6"), metavar="N")],
    as_json: AsJson = False,
) -> None:
    from cockpit.domain.survey import score

    counts = [
        given.whole("--promoters", promoters), given.whole("--passives", passives), given.whole("--detractors", detractors),
    ]  # fmt: skip
    found = score(*counts)
    _answer(
        {"nps": found.value if found else None, "interval": [found.low, found.high] if found else None, "n": sum(counts)},
        as_json,
        "" if found else N_("there are no answers"),
    )


@app.command("sample-size", help=N_("How many cases each group needs to show an effect"))
def sample_size(
    effect: Annotated[str, typer.Option(help=N_("The difference worth finding"), metavar="D")],
    baseline: Annotated[str | None, typer.Option(help=N_("The share without the change"), metavar="P")] = None,
    sd: Annotated[str | None, typer.Option(help=N_("For means: the standard deviation of the values"), metavar="S")] = None,
    power: Annotated[str, typer.Option(help=N_("Chance of finding the effect if it is there"), metavar="SHARE")] = "0.8",
    alpha: Annotated[str, typer.Option(help=N_("Risk of finding one that is not there"), metavar="SHARE")] = "0.05",
    as_json: AsJson = False,
) -> None:
    import math

    from cockpit.domain.mean import values_per_group
    from cockpit.domain.proportion import cases_per_group

    chance = given.number("--power", power, above=0, below=1)
    risk = given.number("--alpha", alpha, above=0, below=1)
    difference = given.number("--effect", effect)
    if difference == 0:
        raise given.refused("--effect", effect, message(N_("another number than 0")))
    if (baseline is None) == (sd is None):
        raise wrong_usage(message(N_("give either --baseline for shares, or --sd for means")))
    if chance <= risk:
        raise given.refused("--power", power, message(N_("above the risk given with --alpha")))
    exact: float | None
    if baseline is not None:
        start = given.number("--baseline", baseline, above=0, below=1)
        if not 0 < start + difference < 1:
            raise given.refused("--effect", effect, message(N_("such that the share with it lies between 0 and 1")))
        exact = cases_per_group(start, difference, chance, risk)
    else:
        exact = values_per_group(given.number("--sd", sd or "", above=0), difference, chance, risk)
    _answer(
        {"per_arm": None if exact is None else math.ceil(exact), "exact": exact},
        as_json,
        N_("no number of cases that could ever be had is enough") if exact is None else "",
    )


@app.command("sequential", help=N_("The bounds for looks before the end (Lan-DeMets, of the O'Brien-Fleming type)"))
def sequential(
    looks: Annotated[str | None, typer.Option(help=N_("How many looks, equally far apart"), metavar="K")] = None,
    fractions: Annotated[
        str | None, typer.Option(help=N_("Or the share of all cases at each look, up to 1"), metavar="T,T,...")
    ] = None,
    alpha: Annotated[
        str, typer.Option(help=N_("Accepted risk of a false alarm over all looks, two-sided"), metavar="SHARE")
    ] = "0.05",
    as_json: AsJson = False,
) -> None:
    from cockpit.domain.sequential import bounds_at, equal_fractions

    risk = given.number("--alpha", alpha, above=0, below=1)
    count = None if looks is None else given.whole("--looks", looks, least=1, most=500)
    if fractions is not None:
        shares: Sequence[float] = given.numbers("--fractions", fractions)
        given.rising("--fractions", shares, fractions, most=1)
        if count is not None and count != len(shares):
            raise given.refused("--fractions", fractions, message(N_("as many as --looks says: {count}"), count=count))
    elif count is not None:
        shares = equal_fractions(count)
    else:
        raise wrong_usage(message(N_("give --looks, or --fractions")))
    found = bounds_at(shares, risk)
    early = any(bound is None for bound in found.bounds)
    _answer(
        {"bounds": list(found.bounds), "spent": list(found.spent)},
        as_json,
        N_("at the first looks there is too little risk to spend for any bound") if early else "",
    )


@app.command("srm", help=N_("Whether groups have the sizes that were planned"))
def srm(
    counts: Annotated[str, typer.Option(help=N_("How many are in each group"), metavar="A,B,...")],
    split: Annotated[str, typer.Option(help=N_("The planned share or weight of each"), metavar="A,B,...")],
    as_json: AsJson = False,
) -> None:
    from cockpit.domain.sample_ratio import sample_ratio

    sizes, weights = given.wholes("--counts", counts, fewest=2), given.numbers("--split", split, least=0, fewest=2)
    if len(weights) != len(sizes) or min(weights) <= 0:
        raise given.refused("--split", split, message(N_("a weight above 0 for each of the {count} groups"), count=len(sizes)))
    found = sample_ratio(sizes, weights)
    _answer(
        {
            "chi2": found.chi2 if found else None,
            "df": len(sizes) - 1,
            "p_value": found.p_value if found else None,
        },
        as_json,
        "" if found else N_("nobody is in any group"),
    )


@app.command("xmr", help=N_("Process behaviour chart: limits, signals and whether it reaches a target"))
def xmr(
    file: Annotated[str, typer.Argument(help=N_("A table with a row for each period, in order of time"), metavar="FILE.csv")],
    value: Annotated[str, typer.Option(help=N_("The column with the values"), metavar="COLUMN")],
    target: Annotated[str | None, typer.Option(help=N_("The value to reach"), metavar="T")] = None,
    better: Annotated[
        str | None, typer.Option(help=N_("Whether a higher or a lower value is better"), metavar="higher|lower")
    ] = None,
    freeze: Annotated[str | None, typer.Option(help=N_("Take the limits from the first so many values"), metavar="N")] = None,
    as_json: AsJson = False,
) -> None:
    from cockpit.commands.calc_file import values
    from cockpit.domain.kpi import Direction
    from cockpit.domain.process_chart import process_chart, signals

    if (target is None) != (better is None):
        raise wrong_usage(message(N_("--target and --better go together")))
    if better is not None and better not in [each.value for each in Direction]:
        raise given.refused("--better", better, message("{values}", values=tuple(each.value for each in Direction)))
    goal = None if target is None else given.number("--target", target)
    found = values(file, value)
    first = None if freeze is None else given.whole("--freeze", freeze, least=2, most=max(2, len(found)))
    base = found if first is None else found[:first]
    chart = process_chart(base) if len(base) > 1 else None
    spread = chart is not None and chart.upper > chart.lower
    held = chart.assurance(goal, Direction(better)) if chart and spread and goal is not None and better else None
    _answer(
        {
            "centre": chart.mean if chart else base[0],
            "lower": chart.lower if chart and spread else None,
            "upper": chart.upper if chart and spread else None,
            "signals": [{"at": place + 1, "rule": signal.value} for place, signal in signals(found, chart)]
            if chart and spread
            else [],
            "assurance": held.value if held else None,
        },
        as_json,
        "" if spread else N_("one value, or values that do not vary, give no limits"),
    )


@app.command("evm", help=N_("Earned value: how far behind and how much too dear"))
def evm(
    bac: Annotated[str, typer.Option(help=N_("Budget at completion"), metavar="B")],
    pv: Annotated[str, typer.Option(help=N_("Value planned by now"), metavar="P")],
    ev: Annotated[str, typer.Option(help=N_("Value earned by now"), metavar="E")],
    ac: Annotated[str, typer.Option(help=N_("Cost by now"), metavar="A")],
    as_json: AsJson = False,
) -> None:
    from cockpit.domain.earned_value import EarnedValue

    found = EarnedValue(
        given.number("--bac", bac, above=0), given.number("--pv", pv, least=0), given.number("--ev", ev, least=0),
        given.number("--ac", ac, least=0),
    )  # fmt: skip
    figures = {
        "sv": found.schedule_variance,
        "cv": found.cost_variance,
        "spi": found.schedule_performance,
        "cpi": found.cost_performance,
        "eac": found.estimate_at_completion,
        "etc": found.estimate_to_complete,
        "vac": found.variance_at_completion,
        "tcpi": found.to_complete_performance,
    }
    undefined = None in figures.values()
    _answer(
        figures,
        as_json,
        N_("what would be divided by zero is left open: nothing planned, earned, spent or left") if undefined else "",
    )


@app.command("earned-schedule", help=N_("Earned schedule: how far behind in time"))
def earned_schedule(
    pv: Annotated[str, typer.Option(help=N_("Value planned by the end of each period, cumulative"), metavar="1,2,...")],
    ev: Annotated[str, typer.Option(help=N_("Value earned by now"), metavar="E")],
    at: Annotated[str, typer.Option(help=N_("Periods gone by"), metavar="N")],
    as_json: AsJson = False,
) -> None:
    from cockpit.domain import earned_value

    planned = given.numbers("--pv", pv, least=0)
    if planned[-1] <= 0 or any(later < earlier for earlier, later in pairwise(planned)):
        raise given.refused("--pv", pv, message(N_("numbers that never fall, the last above 0")))
    found = earned_value.earned_schedule(planned, given.number("--ev", ev, least=0), given.number("--at", at, above=0))
    _answer(
        {"es": found.schedule, "spi_t": found.performance, "ieac_t": found.duration},
        as_json,
        N_("nothing is earned yet, so that no end can be told") if found.duration is None else "",
    )


@app.command("brier", help=N_("How good forecasts were: 0 is perfect, always saying 50 % gives 0.25"))
def brier(
    forecasts: Annotated[list[str], typer.Argument(help=N_("Probability and outcome, such as 0.7:1"), metavar="P:O...")],
    as_json: AsJson = False,
) -> None:
    from cockpit.domain import calibration

    _answer({"brier": calibration.brier([given.forecast(each) for each in forecasts])}, as_json)


def _pair(interval: "Interval") -> list[float]:
    return [interval.low, interval.high]


def _answer(figures: Mapping[str, Any], as_json: bool, note: str = "") -> None:
    """Write the figures; ``note`` (marked for translation) says why one is undefined."""
    if as_json:
        put_json({**figures, "note": _(note)} if note else figures)
        return
    for key, figure in figures.items():
        if isinstance(figure, Mapping):
            for below, each in figure.items():
                put(headed(f"{_(_LABELS[key])}, {_(_LABELS[below])}", _words(below, each)))
        else:
            put(headed(_(_LABELS[key]), _words(key, figure)))
    if note:
        put(_(note))


def _words(key: str, figure: Any) -> str:
    match figure:
        case None:
            return "–"
        case [{"at": _row}, *_rest]:
            from cockpit.domain.process_chart import Signal

            return ", ".join(f"{each['at']} ({_(Signal(each['rule']).label)})" for each in figure)
        case []:
            return _("none")
        case list():
            return "  ".join(_words(key, each) for each in figure)
        case str():
            from cockpit.domain.process_chart import Assurance

            return _(Assurance(figure).label)
        case int():
            return number(figure)
        case _:
            return number(float(f"{figure:.{_FIGURES}g}"), _decimals(figure))


def _decimals(figure: float) -> int:
    """As many decimals as show six significant figures, of what is not zero."""
    text = f"{abs(figure):.{_FIGURES}g}"
    mantissa, _exponent, power = text.partition("e")
    shown = len(mantissa.partition(".")[2])
    return min(12, max(0, shown - int(power))) if power else shown


_LABELS = {
    "difference": N_("difference"), "interval": N_("interval"), "p_value": N_("p-value"), "control": N_("control group"),
    "pilot": N_("pilot group"), "rate": N_("share"), "t": N_("t"), "df": N_("degrees of freedom"), "nps": N_("NPS"), "n": N_("answers"),
    "per_arm": N_("cases in each group"), "exact": N_("before rounding up"), "bounds": N_("bounds of |z|"), "spent": N_("risk spent"),
    "chi2": N_("chi-squared"), "centre": N_("centre"), "lower": N_("lower limit"), "upper": N_("upper limit"),
    "signals": N_("signals (row, rule)"), "assurance": N_("against the target"), "sv": N_("schedule variance"),
    "cv": N_("cost variance"), "spi": N_("schedule performance index"), "cpi": N_("cost performance index"),
    "eac": N_("estimate at completion"), "etc": N_("estimate to complete"), "vac": N_("variance at completion"),
    "tcpi": N_("to-complete performance index"), "es": N_("earned schedule, in periods"), "spi_t": N_("schedule performance in time"),
    "ieac_t": N_("estimated duration, in periods"), "brier": N_("Brier score"),
}  # fmt: skip
"""What each key of the JSON is called for people."""
