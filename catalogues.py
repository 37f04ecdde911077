"""The catalogues of translations: extracted from the sources, brought up to date, compiled into the wheel.

``python catalogues.py`` brings every catalogue in ``cockpit/locale`` up to date with the strings marked in the sources
and compiles it; ``python catalogues.py de`` begins a German one too; ``python catalogues.py --compile`` only compiles.
The build calls :class:`CatalogueBuildHook`.

A string is marked in one of four ways, always as a literal:

- ``N_("…")`` where it is written and ``_("…")`` where it is shown at once;
- ``message(N_("{count} day"), N_("{count} days"), count=…)`` and ``ngettext("…", "…", count)`` for the two forms of a
  sentence that counts, which make one entry with a plural.
"""

import ast
import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
LOCALES = ROOT / "cockpit" / "locale"
DOMAIN = "cockpit"

Marked: TypeAlias = "str | tuple[str, str]"
"""A string for translation, or its singular and its plural."""

# Written as it is, without the dates and versions that tools add: a catalogue changes when its strings do.
_HEADER = """\
# The strings of cockpit in the language "{language}".
# `make catalogue` keeps this file in step with the sources; translate what follows each msgid.
msgid ""
msgstr ""
"Project-Id-Version: cockpit\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def marked(source: str, name: str = "<source>") -> Iterator[tuple[int, Marked]]:
    """The strings that the text of a Python module marks for translation, each with its line, in their order.

    Raises :class:`SyntaxError` where something else than a literal is marked: it could never be found in a catalogue.
    """
    calls = [node for node in ast.walk(ast.parse(source, name)) if isinstance(node, ast.Call)]
    halves: set[ast.expr] = set()
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        text: Marked | None = None
        match _called(call), call.args:
            case "message", [ast.Call() as one, ast.Call() as many] if _called(one) == _called(many) == "N_":
                halves |= {one, many}
                text = _literal(one, one.args[0], name), _literal(many, many.args[0], name)
            case "ngettext", [ast.Constant() | ast.JoinedStr() as one, many, _]:
                text = _literal(call, one, name), _literal(call, many, name)
            case "_", [ast.Constant() | ast.JoinedStr() | ast.BinOp() as only]:
                text = _literal(call, only, name)
            case "N_", [only] if call not in halves:
                text = _literal(call, only, name)
        if text:
            yield call.lineno, text


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def _literal(call: ast.Call, argument: ast.expr, name: str) -> str:
    match argument:
        case ast.Constant(str(text)) if text:
            return text
    place = (name, call.lineno, call.col_offset + 1, ast.unparse(call))
    raise SyntaxError("only a literal string can be marked for translation", place)


def extracted() -> Catalog:
    """Every string that the sources of the program mark, in the order of files and lines."""
    catalog = Catalog(domain=DOMAIN)
    for path in sorted((ROOT / "cockpit").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for line, text in marked(path.read_text("utf-8"), place):
            catalog.add(text, locations=[(place, line)])
    return catalog


def catalogue(language: str) -> Path:
    """Where the catalogue of a language is."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalogues() -> list[Path]:
    """The catalogues that exist, one a language."""
    return sorted(LOCALES.glob(catalogue("*").relative_to(LOCALES).as_posix()))


def read(path: Path) -> Catalog:
    """The catalogue in ``path``."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain=DOMAIN)


def update(path: Path, template: Catalog) -> None:
    """Bring the catalogue in ``path`` to the strings of ``template``; make it where it is missing.

    A new string comes without a translation, one that is gone goes with its own; nothing is guessed.
    """
    language = path.parts[-3]
    catalog = read(path) if path.exists() else Catalog(locale=language, domain=DOMAIN)
    catalog.update(template, no_fuzzy_matching=True)
    for entry in catalog:
        entry.flags.discard("python-format")  # a per cent sign in a sentence is taken for one; ours have braces only
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = BytesIO()
    write_po(entries, catalog, width=100, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = _HEADER.format(language=language, plural_forms=catalog.plural_forms)
    path.write_bytes(header.encode() + entries.getvalue().rstrip() + b"\n")


def compile_catalogue(path: Path) -> Path:
    """Compile the catalogue in ``path``, beside it, in one step for whoever is reading the old one; return where."""
    compiled = path.with_suffix(".mo")
    draft = compiled.with_suffix(f".{os.getpid()}.mo")
    with draft.open("wb") as file:
        write_mo(file, read(path))
    draft.replace(compiled)
    return compiled


class CatalogueBuildHook(BuildHookInterface[Any]):
    """Compiles the catalogues before a wheel is made, or the project is installed for development."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by the build back end."""
        for path in catalogues():
            compile_catalogue(path)


def main(arguments: list[str]) -> None:
    """Bring the catalogues up to date, not with ``--compile``, and compile them; ``arguments`` may name new ones."""
    if arguments != ["--compile"]:
        template = extracted()
        for path in {*catalogues(), *(catalogue(language) for language in arguments)}:
            update(path, template)
    for path in catalogues():
        compile_catalogue(path)


if __name__ == "__main__":
    main(sys.argv[1:])
