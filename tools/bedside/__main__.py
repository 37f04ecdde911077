"""``python -m tools.bedside > sample_projects/bedside.toml`` writes the sample."""

from uuid import UUID

from tools.bedside import (
    actions,
    activities,
    budget,
    charter,
    communication,
    evaluation,
    gates,
    incidents,
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
from tools.bedside.weeks import CALENDAR
from tools.storytelling.life import Life, Telling, lived
from tools.storytelling.writing import write

CHAPTERS = (
    people, charter, phases, kpis, gates, milestones, resources, activities, rollbacks, risks, waves, actions, incidents, evaluation,
    voices, budget, communication, training, learning, meetings,
)  # fmt: skip

TELLING = Telling("bedside", UUID("5b0c7c1e-8f3a-5d92-a4e6-bed51de0cafe"), CALENDAR)


def bedside() -> Life:
    """Bedside as it stands on the last day of the story, and everything that led there."""
    return lived(TELLING, (told for chapter in CHAPTERS for told in chapter.tell()))


if __name__ == "__main__":
    write(bedside())
