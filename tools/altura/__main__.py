"""``python -m tools.altura > sample_projects/altura.toml`` writes the sample."""

import sys

from cockpit.exchange.snapshot import export_text
from tools.altura import (
    actions,
    activities,
    budget,
    charter,
    communication,
    evaluation,
    gates,
    kpis,
    learning,
    meetings,
    milestones,
    people,
    phases,
    resources,
    risks,
    rollbacks,
    training,
    voices,
    waves,
)  # fmt: skip
from tools.altura.simulation import Life, lived

CHAPTERS = (
    people, charter, phases, kpis, gates, milestones, resources, activities, rollbacks, risks, waves, actions, evaluation,
    voices, budget, communication, training, learning, meetings,
)  # fmt: skip


def altura() -> Life:
    """Altura as it stands on the last day of the story, and everything that led there."""
    return lived(told for chapter in CHAPTERS for told in chapter.tell())


def main() -> None:
    """Write the snapshot to standard output, in UTF-8 whatever the locale."""
    life = altura()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(export_text(life.state, life.batches))


if __name__ == "__main__":
    main()
