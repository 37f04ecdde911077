"""Voices: what people say in interviews and user groups, gathered by theme."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, text, whole
from cockpit.domain.kpi import Group
from cockpit.domain.message import N_, Message, message


class Tone(Choice):
    """Whether a remark speaks for the project."""

    POSITIVE = "positive", N_("positive")
    NEUTRAL = "neutral", N_("neutral")
    NEGATIVE = "negative", N_("negative")


class Theme(Entity):
    """A subject that people come back to."""

    kind = "theme"
    prefix = "TH"
    label = N_("Theme")
    plural = N_("Themes")

    title: str = line(N_("Theme"), required=True)
    description: str = text(N_("Description"))


class Interview(Entity):
    """A conversation with one person."""

    kind = "interview"
    prefix = "IV"
    label = N_("Interview")
    plural = N_("Interviews")

    title: str = line(N_("Interview"), required=True)
    held_on: date = day(N_("Held on"), default=...)
    person_role: str = line(N_("Role"), help=N_("What the person interviewed does; no name is needed"))
    group: Group = choice(N_("Group"), default=Group.ALL, help=N_("The group that the person belongs to"))
    interviewer: str | None = reference(N_("Interviewer"), "person")
    summary: str = text(N_("Summary"))


class UserGroup(Entity):
    """A meeting of several users who say what they think."""

    kind = "user_group"
    prefix = "UG"
    label = N_("User group")
    plural = N_("User groups")

    title: str = line(N_("User group"), required=True)
    held_on: date = day(N_("Held on"), default=...)
    participants: int = whole(N_("Participants"), 0, 10_000, default=0)
    facilitator: str | None = reference(N_("Facilitator"), "person")
    summary: str = text(N_("Summary"))


class Remark(Entity):
    """Something said in an interview or a user group, put under its theme."""

    kind = "remark"
    prefix = "RM"
    label = N_("Remark")
    plural = N_("Remarks")
    title_field = "quote"

    quote: str = text(N_("Quote"), help=N_("What was said, in the person's own words"))
    theme: str = reference(N_("Theme"), "theme", required=True)
    tone: Tone = choice(N_("Tone"), default=Tone.NEUTRAL)
    interview: str | None = reference(N_("Interview"), "interview", help=N_("The interview in which it was said"))
    user_group: str | None = reference(N_("User group"), "user_group", help=N_("The user group in which it was said"))

    def own_problems(self) -> Iterator[tuple[str, Message]]:
        if self.interview is None and self.user_group is None:
            yield "interview", message(
                N_("{interview} and {user_group} are both missing; a remark comes from one of them"),
                interview=Message(N_("Interview")), user_group=Message(N_("User group")),
            )  # fmt: skip
