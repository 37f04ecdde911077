"""The line of keys: what it keeps where there is little room."""

import pytest

from cockpit.widgets.key_hints import Hint, line_of, worth_of

HINTS = [
    Hint(key, does, worth_of(name))
    for key, does, name in (
        ("⏎", "Ouvrir", "table.open"), ("/", "Filtrer", "table.filter"), ("n", "Nouveau", "row.new"), ("e", "Modifier", "row.edit"),
        ("d", "Supprimer", "row.delete"), ("i", "Importer", "kpis.import"), ("u", "Annuler", "app.undo"), ("q", "Quitter", "app.quit"),
    )
]  # fmt: skip
LAST = [Hint("^p", "Commandes"), Hint("?", "Aide")]


@pytest.mark.parametrize(
    ("width", "keys"),
    [
        (112, "⏎ / n e d i u q"),
        (101, "⏎ n e d i u q"),
        (88, "⏎ n e i u q"),
        (76, "⏎ n i u q"),
        (64, "⏎ n u q"),
        (53, "⏎ n u"),
        (42, "⏎ n"),
    ],
)
def test_the_least_useful_leaves_first(width: int, keys: str) -> None:
    line = line_of(HINTS, LAST, width)
    assert line.cell_length <= width
    assert " ".join(word for word in line.plain.split() if len(word) == 1 and word != "?") == keys
    assert line.plain.rstrip().endswith("^p Commandes  ? Aide")
