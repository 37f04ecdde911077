"""``python -m tools.altura > sample_projects/altura.toml`` writes the sample."""

from uuid import UUID

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
from tools.altura.weeks import CALENDAR
from tools.storytelling.life import Life, Telling, lived
from tools.storytelling.writing import write

CHAPTERS = (
    people, charter, phases, kpis, gates, milestones, resources, activities, rollbacks, risks, waves, actions, evaluation,
    voices, budget, communication, training, learning, meetings,
)  # fmt: skip


TELLING = Telling("altura", UUID("c9a2f1d4-6d0b-5c3e-9d57-0a17a70a17a7"), CALENDAR, semicolon=" ; ")


def altura() -> Life:
    """Altura as it stands on the last day of the story, and everything that led there."""
    return lived(TELLING, (told for chapter in CHAPTERS for told in chapter.tell()))


if __name__ == "__main__":
    write(altura())
