"""Surveys: how many would recommend it, would not, or stand in between."""

from datetime import date
from typing import ClassVar

from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, text, whole
from cockpit.domain.kpi import Group
from cockpit.domain.message import N_

_MOST_PEOPLE = 10**9


class SurveyKind(Choice):
    """What a survey asks."""

    NPS = "nps", N_("NPS")
    ENPS = "enps", N_("eNPS")
    SATISFACTION = "satisfaction", N_("satisfaction")


class Survey(Entity):
    """A survey and its three counts.

    For a satisfaction survey, promoters, passives and detractors are the satisfied, the neutral and the dissatisfied.
    Respondents are the sum of the three.
    """

    kind: ClassVar[str] = "survey"
    prefix: ClassVar[str] = "SV"
    label: ClassVar[str] = N_("Survey")
    plural: ClassVar[str] = N_("Surveys")

    title: str = line(N_("Survey"), required=True)
    nature: SurveyKind = choice(
        N_("Kind"), default=SurveyKind.NPS, help=N_("NPS asks users, eNPS asks the people who work with it")
    )
    held_on: date = day(N_("Held on"), default=...)
    promoters: int = whole(N_("Promoters"), 0, _MOST_PEOPLE, default=0, help=N_("Answers 9 and 10, or the satisfied"))
    passives: int = whole(N_("Passives"), 0, _MOST_PEOPLE, default=0, help=N_("Answers 7 and 8, or the neutral"))
    detractors: int = whole(N_("Detractors"), 0, _MOST_PEOPLE, default=0, help=N_("Answers 0 to 6, or the dissatisfied"))
    invited: int = whole(N_("Invited"), 0, _MOST_PEOPLE, default=0, help=N_("People who were asked"))
    group: Group = choice(N_("Group"), default=Group.ALL, help=N_("Who was asked"))
    wave: str | None = reference(N_("Wave"), "wave")
    question: str = text(N_("Question"), help=N_("The question as it was asked"))
    note: str = text(N_("Note"))
