"""Every string that the program shows is translated, with the same placeholders, and the compiled catalogues are in step.

After a change of strings: ``make catalogue``, then translate what is new in ``cockpit/locale``.
"""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

import catalogues
from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.entity import fields_of
from cockpit.language import LANGUAGES
from cockpit.screens.modes import MODES, SHORT_NAMES


@pytest.fixture(params=LANGUAGES[1:])
def catalogue(request: pytest.FixtureRequest) -> Path:
    """The catalogue of each language that is not the one of the sources."""
    return catalogues.catalogue(request.param)


@pytest.fixture
def entries(catalogue: Path) -> Catalog:
    return catalogues.read(catalogue)


def test_a_catalogue_holds_the_strings_of_the_sources_and_no_others(entries: Catalog) -> None:
    wanted = {entry.id for entry in catalogues.extracted() if entry.id}
    held = {entry.id for entry in entries if entry.id}
    missing, stale = wanted - held, held - wanted
    assert not missing, "run `make catalogue`, then translate"
    assert not stale, "run `make catalogue`"
    assert not entries.obsolete, "run `make catalogue`"


def test_every_string_is_translated(entries: Catalog) -> None:
    untranslated = [original for original, translation in _pairs(entries) if not translation.strip()]
    assert not untranslated
    assert not [entry.id for entry in entries if entry.id and entry.fuzzy], "guesses that nobody has confirmed"


def test_a_translation_has_the_placeholders_and_the_edges_of_its_original(entries: Catalog) -> None:
    translated = [(original, translation) for original, translation in _pairs(entries) if translation]
    assert not [pair for pair in translated if _placeholders(pair[0]) != _placeholders(pair[1])]
    assert not [pair for pair in translated if _edges(pair[0]) != _edges(pair[1])]


def test_french_signs_stay_on_the_line_of_their_word() -> None:
    loose = re.compile(r" [:;!?%»]|« ")
    pairs = _pairs(catalogues.read(catalogues.catalogue("fr")))
    assert not [translation for _, translation in pairs if loose.search(translation)], "write a no-break space there"


def test_a_compiled_catalogue_says_what_its_source_says(catalogue: Path, entries: Catalog) -> None:
    compiled = catalogue.with_suffix(".mo")
    assert compiled.exists(), "not compiled: run `make catalogue`"
    with compiled.open("rb") as file:
        said = gettext.GNUTranslations(file)
    for entry in entries:
        match entry.id, entry.string:
            case str(original), str(translation) if original and translation:
                assert said.gettext(original) == translation
            case (str(one), str(many)), (str(first), *_, str(last)) if first and last:
                assert (said.ngettext(one, many, 1), said.ngettext(one, many, 2)) == (first, last)


def test_strings_are_found_where_they_are_marked() -> None:
    source = """
def shown(label, row):
    title = N_("Risks")
    say(message(N_("{count} day"), N_("{count} days"), count=1))
    refuse(message(N_("{field} is missing; it must be {allowed}"), field=Message(label), allowed=message(N_("yes or no"))))
    ngettext("one row", "{count} rows", 2).format(count=2)
    language._("in {span}").format(span=_("one " "week"))
    return _(label), message(label, "", count=_(row.label)), "not marked"
"""
    assert list(catalogues.marked(source)) == [
        (3, "Risks"),
        (4, ("{count} day", "{count} days")),
        (5, "{field} is missing; it must be {allowed}"),
        (5, "yes or no"),
        (6, ("one row", "{count} rows")),
        (7, "in {span}"),
        (7, "one week"),
    ]


@pytest.mark.parametrize(
    "marking",
    [
        '_(f"{count} rows")',
        '_("rows: " + names)',
        '_("")',
        "N_(label)",
        'N_("")',
        'message(N_("one"), N_(many), count=2)',
        'ngettext("one", many, 2)',
    ],
)
def test_what_is_no_literal_cannot_be_marked(marking: str) -> None:
    with pytest.raises(SyntaxError, match="literal") as refused:
        list(catalogues.marked(f"first = 1\nsecond = {marking}\n", "somewhere.py"))
    assert (refused.value.filename, refused.value.lineno) == ("somewhere.py", 2)


def test_labels_of_entities_fields_and_choices_are_marked() -> None:
    marked = {text for entry in catalogues.extracted() for text in ((entry.id,) if isinstance(entry.id, str) else entry.id)}
    fields = [spec for entity in ENTITIES for spec in fields_of(entity)]
    labels = {text for entity in ENTITIES for text in (entity.label, entity.plural)}
    labels |= {text for spec in fields for text in (spec.label, spec.help, spec.unit) if text}
    labels |= {member.label for spec in fields if spec.choices for member in spec.choices}
    unmarked = {text for text in labels - marked if any(map(str.isalpha, text))}
    assert not unmarked


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mode_has_a_short_name(language: str) -> None:
    entries = {} if language == LANGUAGES[0] else dict(_pairs(catalogues.read(catalogues.catalogue(language))))
    names = entries.get(SHORT_NAMES, SHORT_NAMES).split()
    assert len(names) == len(MODES)
    assert max(map(len, names)) <= 5


def test_an_update_adds_what_is_new_drops_what_is_gone_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "fr" / "LC_MESSAGES" / "cockpit.po"
    before, after = Catalog(), Catalog()
    before.add("Risk", locations=[("risk.py", 3)])
    before.add("Gone", locations=[("risk.py", 4)])
    after.add("Risks and 50 % of actions", locations=[("risk.py", 2)])
    after.add("Risk", locations=[("risk.py", 30)])
    after.add(("{count} day", "{count} days"), locations=[("wave.py", 1)])

    catalogues.update(path, before)
    path.write_text(path.read_text("utf-8").replace('msgid "Risk"\nmsgstr ""', 'msgid "Risk"\nmsgstr "Risque"'), "utf-8")
    catalogues.update(path, after)

    written = path.read_text("utf-8")
    assert written.endswith("""\
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

#: risk.py
msgid "Risks and 50 % of actions"
msgstr ""

#: risk.py
msgid "Risk"
msgstr "Risque"

#: wave.py
#, python-brace-format
msgid "{count} day"
msgid_plural "{count} days"
msgstr[0] ""
msgstr[1] ""
""")
    assert not re.search(r"\d{4}-\d\d-\d\d", written), "a date would change the file with every update"
    catalogues.update(path, after)
    assert path.read_text("utf-8") == written


def _pairs(entries: Catalog) -> Iterator[tuple[str, str]]:
    """Every original beside its translation; of a sentence that counts, the plural beside every form but the first."""
    for entry in entries:
        match entry.id, entry.string:
            case str(original), str(translation) if original:
                yield original, translation
            case (str(one), str(many)), (first, *others):
                yield one, first
                yield from ((many, other) for other in others)


def _placeholders(text: str) -> set[tuple[str | None, str | None, str | None]]:
    return {(name, form, conversion) for _, name, form, conversion in Formatter().parse(text) if name is not None}


def _edges(text: str) -> tuple[str, str]:
    """The blanks around a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
