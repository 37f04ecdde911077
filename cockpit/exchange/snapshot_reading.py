"""The text of a snapshot as a project: all of it, or nothing and everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cockpit.domain.change import Batch
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import echo
from cockpit.exchange.findings import Findings, unfit
from cockpit.exchange.snapshot_format import FORMAT, HEADER, HEADER_FIELDS, HISTORY, TABLES, is_as_written
from cockpit.exchange.snapshot_history import read_history
from cockpit.exchange.snapshot_rows import read_state
from cockpit.exchange.toml_source import parsed


@dataclass(frozen=True)
class Snapshot:
    """A project out of a file: its state and its change log, oldest batch first.

    ``edited`` tells that the text is not as the program wrote it.  ``matches_history`` tells that the change log leads from
    nothing to the state; where it does not, by hand or for lack of a log, the difference has yet to be accounted for.
    """

    state: ProjectState
    batches: tuple[Batch, ...]
    edited: bool
    matches_history: bool


def read_text(text: str) -> Snapshot:
    """The project in the text of a snapshot; :class:`Refused` with every problem, each with its path and line."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    document = parsed(text)
    _refuse_newer(document.get(HEADER), text)
    findings = Findings()
    _check_header(document.get(HEADER, {}), findings)
    _check_names(document, (), TABLES, N_("There is no table “{name}” in a snapshot; there are {names}"), findings)
    history = read_history(document.get(HISTORY, []), findings)
    edited = not is_as_written(text)
    state = read_state(document, history, findings, by_hand=edited)
    if not findings and history.batches and history.state.project.uid != state.project.uid:
        findings.add((HISTORY,), Problem(message(N_("This is the history of another project; take [[history]] out"))))
    findings.refuse(text)
    return Snapshot(
        state=state,
        batches=history.batches,
        edited=edited,
        matches_history=history.state == state,
    )


def _refuse_newer(header: object, text: str) -> None:
    """A newer format is refused before anything is looked at, as all else may mean something else there."""
    written = header.get("format") if isinstance(header, dict) else None
    if isinstance(written, int) and written > FORMAT:
        newer = Findings()
        sentence = N_("The snapshot has format {written}, and this program reads up to {known}; update cockpit to read it")
        newer.add((HEADER, "format"), Problem(message(sentence, written=echo(written), known=FORMAT)))
        newer.refuse(text)


def _check_header(header: object, findings: Findings) -> None:
    if not isinstance(header, dict):
        findings.add((HEADER,), Problem(message(N_("The header is a table, [snapshot]"))))
        return
    written = header.get("format", FORMAT)
    if isinstance(written, bool) or not isinstance(written, int) or written < 1:
        findings.add((HEADER, "format"), Problem(unfit("format", written, message(N_("a whole number from 1 up")))))
    _check_names(header, (HEADER,), HEADER_FIELDS, N_("There is no field “{name}” in the header; there are {names}"), findings)


def _check_names(
    table: Mapping[str, Any], path: tuple[str, ...], names: tuple[str, ...], sentence: str, findings: Findings
) -> None:
    for name in table:
        if name not in names:
            findings.add((*path, name), Problem(message(sentence, name=echo(name), names=names)))
