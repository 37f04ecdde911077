"""How people name a row that they refer to: by its ref, a person by the handle, or by words of its title."""

from cockpit.domain.entity import Entity
from cockpit.domain.fuzzy import Sought
from cockpit.domain.person import Person
from cockpit.domain.state import ProjectState
from cockpit.domain.text import folded


def short_name(row: Entity) -> str:
    """What a row is called in one word: a person by the handle, anything else by its ref."""
    return row.handle if isinstance(row, Person) else row.ref


def full_name(row: Entity) -> str:
    """The short name and the title of a row, ``R-3 Peak load``."""
    return f"{short_name(row)} {row.caption}".strip()


def row_named(state: ProjectState, kind: str, typed: str) -> Entity | None:
    """The row of ``kind`` that ``typed`` names: its short name (with or without its title), its whole title, or its uid."""
    wanted = folded(typed).strip()
    if not wanted:
        return None
    rows = state.rows.get(kind, {})
    first = wanted.split()[0]
    for row in rows.values():
        if folded(short_name(row)) == first and wanted in (first, folded(full_name(row))):
            return row
    called = [row for row in rows.values() if wanted in (folded(row.caption), folded(row.ref))]
    return called[0] if len(called) == 1 else rows.get(typed.strip())


def rows_like(state: ProjectState, kind: str, typed: str, most: int) -> tuple[Entity, ...]:
    """At most ``most`` rows of ``kind`` in whose names every word of ``typed`` is found, the best first; in order where it is blank."""
    rows = _in_order(state, kind)
    sought = Sought.typed(typed)
    if not sought.words:
        return rows[:most]
    names = state.memory.once(f"names of {kind}", (rows,), lambda: [folded(full_name(row)) for row in rows])
    return tuple(rows[place] for place, _found in sought.ranked(names, most))


def _in_order(state: ProjectState, kind: str) -> tuple[Entity, ...]:
    rows = state.rows.get(kind, {})
    return state.all(type(next(iter(rows.values())))) if rows else ()
