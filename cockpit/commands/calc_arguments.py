"""What the calculators are given: counts, samples, lists and columns of files, each read with an error that says what is allowed."""

import math
from collections.abc import Sequence

from cockpit.commands.output import wrong_usage
from cockpit.domain.mean import Sample
from cockpit.domain.message import N_, Message, message
from cockpit.domain.proportion import Share
from cockpit.domain.validation import echo

MOST = 10**12
"""The largest count, and the largest absolute number, that a calculator takes."""


def refused(option: str, given: str, allowed: Message) -> Exception:
    """The error for what an option was given."""
    return wrong_usage(
        message(N_("{name}: “{value}” is not allowed; it must be {allowed}"), name=option, value=echo(given), allowed=allowed)
    )


def number(option: str, given: str, *, above: float = -math.inf, below: float = math.inf, least: float = -MOST) -> float:
    """A finite number strictly between ``above`` and ``below``, and at least ``least``."""
    value = _float(given)
    if value is None or not above < value < below or not least <= value <= MOST:
        raise refused(option, given, _numbers(above, below, least))
    return value


def _numbers(above: float, below: float, least: float) -> Message:
    if above > -math.inf and below < math.inf:
        return message(N_("a number between {low} and {high}"), low=above, high=below)
    if above > -math.inf:
        return message(N_("a number above {low}"), low=above)
    return message(N_("a number from {low} up"), low=least) if least > -MOST else message(N_("a number"))


def whole(option: str, given: str, *, least: int = 0, most: int = MOST) -> int:
    """A whole number from ``least`` to ``most``."""
    value = _whole(given)
    if value is None or not least <= value <= most:
        raise refused(option, given, message(N_("a whole number from {low} to {high}"), low=least, high=most))
    return value


def share(option: str, given: str) -> Share:
    """``X/N``: X successes of N cases."""
    successes, _slash, count = (_whole(part) for part in (given.partition("/")))
    if successes is None or not count or successes > count:
        raise refused(option, given, message(N_("successes and cases, such as 42/200, at least 1 case and no more successes")))
    return Share(successes, count)


def sample(option: str, given: str) -> Sample:
    """``MEAN,SD,N``: the mean, the standard deviation and the number of values."""
    parts = [_float(part) for part in given.split(",")]
    if len(parts) == 3 and None not in parts:
        mean, deviation, count = (part for part in parts if part is not None)
        if deviation >= 0 and count >= 1 and count == int(count) and max(map(abs, (mean, deviation, count))) <= MOST:
            return Sample(mean, deviation if count > 1 else None, int(count))
    raise refused(option, given, message(N_("mean, standard deviation and number of values, such as 12.5,3.1,40")))


def numbers(option: str, given: str, *, least: float = -MOST, fewest: int = 1) -> list[float]:
    """Numbers parted by commas."""
    found = [_float(part) for part in given.split(",")]
    values = [value for value in found if value is not None and least <= value <= MOST]
    if len(values) < len(found) or len(values) < fewest:
        raise refused(option, given, message(N_("numbers parted by commas, {count} at least, such as 1,2.5,4"), count=fewest))
    return values


def wholes(option: str, given: str, *, fewest: int = 1) -> list[int]:
    """Counts parted by commas."""
    values = numbers(option, given, least=0, fewest=fewest)
    if any(value != int(value) for value in values):
        raise refused(option, given, message(N_("whole numbers parted by commas, such as 480,520")))
    return [int(value) for value in values]


def rising(option: str, values: Sequence[float], given: str, *, most: float = math.inf) -> None:
    """Refuse ``values`` that do not rise, from above 0 to ``most`` at most."""
    if any(later <= earlier for earlier, later in zip([0.0, *values], values, strict=False)) or values[-1] > most:
        raise refused(option, given, message(N_("rising numbers above 0, at most {high}"), high=most))


def forecast(given: str) -> tuple[float, int]:
    """``P:O``: the probability that was forecast, and 1 for what came true or 0."""
    told, colon, came = given.partition(":")
    probability = _float(told)
    if not colon or came.strip() not in ("0", "1") or probability is None or not 0 <= probability <= 1:
        raise refused("P:O", given, message(N_("a probability from 0 to 1, a colon and the outcome, 0 or 1, such as 0.7:1")))
    return probability, int(came)


def _whole(text: str) -> int | None:
    """A whole number written in digits; None where it is none, or too large."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def _float(text: str) -> float | None:
    """A number in the notation that commas part; None where it is none or not finite."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None
