"""Choice of language; marking and translating; numbers and dates as each language writes them.

A string is marked where it is written (``N_`` of ``domain.message`` for one that is shown later, ``_`` for one shown at
once) and translated when it is shown, so that a class definition never freezes a language.
"""

import gettext
import math
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache, reduce
from pathlib import Path

from cockpit.domain.message import N_, DayAsOf, Exact, Message, Money, Part, Percent, Rounded, message

LANGUAGES = ("en", "fr")
"""The languages that the program speaks; the first is the one its strings are written in."""

CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "cockpit"

_NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
_current = LANGUAGES[0]
_notice: Message | None = None


def choose(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """Choose and return the language: ``asked``, then ``COCKPIT_LANG``, then the locale, else English.

    A language that the program does not speak is passed over, and one whose catalogue cannot be read gives way to English;
    :func:`notice` then tells.
    """
    global _current, _notice
    _current, _notice = LANGUAGES[0], None
    for wish in (asked, environment.get("COCKPIT_LANG")):
        if not wish:
            continue
        if (language := _language_in(wish)) in LANGUAGES:
            return _taken(language)
        _notice = _notice or message(
            N_("There is no language “{language}”; there are: {known}"),
            language="".join(filter(str.isprintable, wish)),
            known=LANGUAGES,
        )
    locale = next(filter(None, (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return _taken(_language_in(locale))


def _language_in(locale: str) -> str:
    """The language in the name of a locale, ``fr`` in ``fr_CA.UTF-8``."""
    return re.split("[-_.@]", locale.lower())[0]


def _taken(language: str) -> str:
    global _current, _notice
    if language not in LANGUAGES:
        return _current
    try:
        _catalogue(language)
    except OSError as error:
        # Not marked: whoever reads it reads English.
        _notice = message(
            "The catalogue for “{language}” cannot be read, so English is shown; install cockpit again ({why})",
            language=language,
            why=str(error),
        )
    else:
        _current = language
    return _current


def notice() -> Message | None:
    """Why the language asked for was not taken by the last :func:`choose`, if that was so; worth a line to the user."""
    return _notice


def current() -> str:
    """The language chosen last."""
    return _current


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUES, [language], fallback=language == LANGUAGES[0])


def _(text: str) -> str:
    """``text`` in the language chosen."""
    return _catalogue(_current).gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a sentence that goes with ``count``, in the language chosen."""
    return _catalogue(_current).ngettext(one, many, count)


def say(sentence: Message) -> str:
    """A message in the language chosen, its parts written as that language writes them."""
    if sentence.plural:
        count = sentence.parts["count"]
        assert isinstance(count, int)
        words = ngettext(sentence.text, sentence.plural, count)
    else:
        words = _(sentence.text)
    return words.format_map({name: write(part) for name, part in sentence.parts.items()}) if sentence.parts else words


def write(part: Part) -> str:
    """One part of a message as the language chosen writes it."""
    match part:
        case str():
            return part
        case Message():
            return say(part)
        case DayAsOf():
            return day(part.value, part.today)
        case Percent():
            return percent(part.value)
        case Rounded():
            return number(part.value, part.decimals)
        case Exact():
            return exact(part.value)
        case Money():
            return money(part.minor, part.currency)
        case int() | float():
            return number(part)
        case datetime():
            return moment(part)
        case date():
            return day(part)
        case _:
            return ", ".join(write(each) for each in part)


def number(value: float, digits: int | None = None) -> str:
    """``value`` with grouped thousands and ``digits`` decimals; without ``digits``, as many as three figures need."""
    if isinstance(value, int) and not digits:
        text = f"{value:,}"
    elif not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "-∞"
    elif digits is not None:
        text = f"{value:,.{digits}f}"
    else:
        text = _three_figures(value)
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    if _current == "fr":
        text = text.replace(",", _NARROW_SPACE).replace(".", ",")
    return text


def exact(value: float) -> str:
    """``value`` with all its decimals, six at most."""
    return number(value, len(f"{value:.6f}".rstrip("0").partition(".")[2]))


def _three_figures(value: float) -> str:
    size = abs(value)
    if size >= 1e15 or 0 < size < 1e-6:
        return f"{value:.3g}"
    decimals = max(0, 2 - math.floor(math.log10(size))) if size else 0
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def percent(share: float, digits: int = 0) -> str:
    """A fraction as a percentage, ``0.6`` as ``60 %``."""
    return f"{number(share * 100, digits)}\N{NO-BREAK SPACE}%"


def money(minor: int, currency: str) -> str:
    """An amount in minor units with its currency, whole units from a hundred up."""
    units = minor / 100
    return f"{number(units, 0 if abs(units) >= 100 else 2)}\N{NO-BREAK SPACE}{currency}"


def file_size(size: int) -> str:
    """A number of bytes in the unit that people would use, of 1,000 each: ``3.4 MB``."""
    if size < 1000:
        return ngettext("{count} byte", "{count} bytes", size).format(count=size)
    amount, units = size / 1000, [_("{amount} kB"), _("{amount} MB"), _("{amount} GB"), _("{amount} TB")]
    while amount >= 999.5 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return units[0].format(amount=number(amount, 1) if amount < 9.95 else number(round(amount)))


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences in one line; there is at least one."""
    return reduce(lambda said, more: _("{said}; {more}").format(said=said, more=more), sentences)


def headed(head: str, text: str) -> str:
    """``text`` after the word that announces it, ``rule: at least 6 periods``; French sets a blank before a colon."""
    return _("{head}: {text}").format(head=head, text=text)


def capitalised(words: str) -> str:
    """``words`` as they begin a line."""
    return words[:1].upper() + words[1:]


_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


def day(when: date, today: date | None = None) -> str:
    """A date as people say it, ``Fri 12 Dec``; with its year when that is not ``today``'s."""
    return f"{_(_DAYS[when.weekday()])} {short_day(when, today)}"


def short_day(when: date, today: date | None = None) -> str:
    """A date without its day of the week, ``12 Dec``; with its year when that is not ``today``'s."""
    first = "1er" if _current == "fr" else "1"
    words = f"{first if when.day == 1 else when.day} {_(_MONTHS[when.month - 1])}"
    return words if today and today.year == when.year else f"{words} {when.year}"


def month(when: date) -> str:
    """A month and its year, ``Dec 2026``."""
    return f"{_(_MONTHS[when.month - 1])} {when.year}"


def span(first: date, last: date, today: date) -> str:
    """From a date to another, ``21 Sep – 27 Nov``; with the years that cannot be taken for granted."""
    begin = short_day(first, today if first.year == today.year else last)
    return f"{begin} – {short_day(last, today)}"


def month_name(when: date) -> str:
    """The month of a date, ``Dec``."""
    return _(_MONTHS[when.month - 1])


def moment(when: datetime, today: date | None = None) -> str:
    """An instant in local time, ``Fri 12 Dec 14:05``; with its year when that is not ``today``'s."""
    local = when.astimezone()
    return f"{day(local.date(), today)} {local:%H:%M}"


def distance(when: date, today: date) -> str:
    """How far ``when`` is from ``today``: ``in 3 wk``, ``today``, ``4 d ago``."""
    days = (when - today).days
    if days == 0:
        return _("today")
    if days in (1, -1):
        return _("tomorrow") if days > 0 else _("yesterday")
    span = duration(abs(days))
    return _("in {span}").format(span=span) if days > 0 else _("{span} ago").format(span=span)


def ago(when: datetime, now: datetime) -> str:
    """How long ago an instant was, ``2 min ago``; one of another day as a date and a time.  One ahead, by another's clock, is just now."""
    minutes = int((now - when).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 24 * 60:
        span = _("{count} min").format(count=minutes) if minutes < 60 else _("{count} h").format(count=minutes // 60)
        return _("{span} ago").format(span=span)
    return moment(when)


def duration(days: int) -> str:
    """A number of days in the unit that people would use, rounded down: days, weeks from 14, months from 63.

    The units are abbreviated, so that they have no plural.
    """
    if days < 14:
        return _("{count} d").format(count=days)
    if days < 63:
        return _("{count} wk").format(count=days // 7)
    return _("{count} mo").format(count=number(days * 12 // 365))
