"""Voices that agree with the numbers: what people say does not contradict the KPIs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    CriterionState,
    Finding,
    Observation,
    good_of,
    oldest,
    signed_points,
)
from cockpit.domain.kpi import Kpi
from cockpit.domain.kpi_rule import Demand
from cockpit.domain.message import N_, Message, message
from cockpit.domain.readiness.asked_kpis import kpis_with_target, of_each_kpi
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.kpi_answer import KpiAnswer, kpi_answer
from cockpit.domain.readiness.kpi_outlook import Course, Outlook, hold
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid
from cockpit.domain.voice import Remark, Theme, Tone, UserGroup
from cockpit.domain.voices import (
    CLEAR,
    FEWEST_REMARKS,
    Disagreement,
    ThemeVoices,
    Tones,
    VoiceMatrix,
    VoicesAndNumbers,
    disagreement,
    said_on,
    voice_matrix,
)

_MOST_REMARKS = 60
"""More remarks than so many on one theme are not asked for: nobody hears as many users in one go."""

_MOST_ROUNDS = 8
_MOST_NAMED = 5


class VoicesAgree(CriterionKind):
    """What people say in interviews and user groups does not contradict the KPIs, in either direction.

    Without a list, all KPIs that have a target, but for those that matter in a later phase only.
    """

    code = "voices_agree"
    label = N_("Voices and numbers agree")
    settings = (Setting("kpis", N_("KPIs"), (), refers_to=Kpi.kind),)

    def judge(self, case: Case) -> Finding:
        rule = message(
            N_(
                "where two of three KPIs are met, no theme of which {remarks} remarks or more speak is clearly negative; where two of three are not,"
                " not all such themes are clearly positive"
            ),
            remarks=FEWEST_REMARKS,
        )  # fmt: skip
        heard = _heard(case, case.as_of)
        return Finding(
            heard.state,
            heard.said,
            rule,
            margin=heard.margin,
            observed_on=oldest([*(each.standing.measured_on for each in heard.answers), heard.last_said_on]),
            observations=tuple(heard.observations),
        )

    def remedy(self, case: Case) -> Remedy:
        day, first = case.as_of, None
        for _ in range(_MOST_ROUNDS):
            # While a KPI gets its answer, others may lose theirs, and remarks grow old.
            heard = _heard(case, day)
            if not (_heard(case, case.today).answered and heard.answered):
                first = _first_answer(case, day)
                if first is None:
                    return Remedy(stuck=(message(N_("no KPI that the gate asks for can have an answer")),))
            if first is None or first.on <= day:
                break
            day = first.on
        if first is None:
            return _hearing(case, heard.matrix, heard.met, heard.unmet)
        others = [[each for each in kpis if each.uid != first.kpi.uid] for kpis in (heard.met, heard.unmet)]
        remedy = _hearing(case, heard.matrix, [*others[0], first.kpi], others[1])
        return Remedy((hold(first), *remedy.steps), remedy.stuck)


@dataclass(frozen=True)
class _Heard:
    """What the KPIs say on a day, and the voices beside it."""

    rows: ProjectState
    answers: tuple[KpiAnswer, ...]
    matrix: VoiceMatrix
    as_of: date

    @property
    def met(self) -> list[Kpi]:
        return [each.kpi for each in self.answers if each.state is MET]

    @property
    def unmet(self) -> list[Kpi]:
        return [each.kpi for each in self.answers if each.state is NOT_MET]

    @property
    def answered(self) -> bool:
        """Whether any KPI has an answer."""
        return bool(self.met or self.unmet)

    @cached_property
    def told(self) -> list[ThemeVoices]:
        """The themes of which enough is said."""
        return _told(self.matrix)

    @cached_property
    def parted(self) -> VoicesAndNumbers | None:
        return disagreement(self.matrix, self.met, self.unmet)

    @property
    def state(self) -> CriterionState:
        if self.parted:
            return NOT_MET
        return MET if self.answered and self.told else INSUFFICIENT

    @property
    def said(self) -> Message:
        if self.parted is not None:
            return message(
                N_("{disagreement}: {kpis} against {themes}"),
                disagreement=Message(self.parted.disagreement.label), kpis=_named(self.parted.kpis),
                themes=tuple(str(each.theme) for each in self.parted.themes),
            )  # fmt: skip
        counts = [message(N_("{met} of {all} KPIs met"), met=len(self.met), all=len(self.met) + len(self.unmet))]
        missing = []
        if not self.answered:
            counts, missing = [], [message(N_("no KPI has an answer"))]
        if not self.told:
            most = max((each.total.count for each in self.matrix.themes), default=0)
            missing.append(
                message(
                    N_("no theme has {least} remarks in the last months, the most are {most}"), least=FEWEST_REMARKS, most=most
                )
            )
        if not missing:
            agree = message(N_("{count} theme says nothing else"), N_("{count} themes say nothing else"), count=len(self.told))
            missing = [agree]
        return message("{facts}", facts=(*counts, *missing))

    @property
    def margin(self) -> Message | None:
        """How far the balance of the theme that is worst lies from contradicting the numbers, where these are clear."""
        if not self.told or not self.answered:
            return None
        worst = min(each.total.balance or 0 for each in self.told)
        numbers = (len(self.met) - len(self.unmet)) / (len(self.met) + len(self.unmet))
        if abs(numbers) < CLEAR:
            return None
        return signed_points(worst + CLEAR if numbers > 0 else CLEAR - worst)

    @property
    def last_said_on(self) -> date | None:
        """The day of the last remark on a theme of which enough is said."""
        themes = {each.theme.uid for each in self.told}
        days = [said_on(self.rows, each) for each in self.rows.all(Remark) if each.theme in themes]
        return max((day for day in days if self.matrix.starts[0] <= day <= self.as_of), default=None)

    @property
    def observations(self) -> Iterator[Observation]:
        for each in self.answers:
            kpi = each.kpi
            yield Observation(kpi.kind, kpi.uid, kpi.ref, each.said, each.standing.measured_on, good_of(each.state))
        for voices in self.told:
            tones = voices.total
            said = message(
                N_("{positive} positive, {neutral} neutral, {negative} negative"),
                positive=tones.positive, neutral=tones.neutral, negative=tones.negative,
            )  # fmt: skip
            balance = tones.balance or 0
            good = True if balance >= CLEAR else False if balance <= -CLEAR else None
            yield Observation(voices.theme.kind, voices.theme.uid, voices.theme.ref, said, good=good)


def _heard(case: Case, day: date) -> _Heard:
    state = case.state
    answers = of_each_kpi(case, day, kpis_with_target(case), lambda kpi: kpi_answer(state, kpi, case.policy, day))
    return _Heard(state, tuple(answers), voice_matrix(state, day), day)


def _named(kpis: Sequence[Kpi]) -> tuple[str | Message, ...]:
    """The first few by their refs, and how many there are more."""
    refs = tuple(each.ref for each in kpis[:_MOST_NAMED])
    more = len(kpis) - _MOST_NAMED
    return (*refs, message(N_("{count} more"), N_("{count} more"), count=more)) if more > 0 else refs


def _told(matrix: VoiceMatrix) -> list[ThemeVoices]:
    return [each for each in matrix.themes if each.total.count >= FEWEST_REMARKS]


def _first_answer(case: Case, day: date) -> Course | None:
    """How one of the KPIs, the one that takes the shortest time, gets an answer: by being met."""
    demand = Demand(case.policy.min_periods)
    outlooks = [Outlook(case.state, kpi, case.policy, case.today, demand) for kpi in kpis_with_target(case)]
    courses = [course for outlook in outlooks if (course := outlook.course_by(day))]
    return min(courses, key=lambda each: each.on, default=None)


def _hearing(case: Case, matrix: VoiceMatrix, met: Sequence[Kpi], unmet: Sequence[Kpi]) -> Remedy:
    """What users would have to say more of, so that enough is told and nothing of it contradicts the numbers."""
    parted = disagreement(matrix, met, unmet)
    if parted is None:
        return Remedy() if _told(matrix) else _first_voices(case, matrix, met, unmet)
    if parted.disagreement is Disagreement.GREEN_OUTSIDE:
        # Each theme that is clearly negative contradicts by itself.
        found = [(each, _enough(matrix, each, Tone.POSITIVE, met, unmet, but=parted.themes)) for each in parted.themes]
        steps = [_listening(case, each.theme, Tone.POSITIVE, count) for each, count in found if count]
        stuck = [_stuck(each.theme) for each, count in found if not count]
        return Remedy(tuple(steps), tuple(stuck))
    # One theme that is not clearly positive is enough.
    counts = [(count, each) for each in parted.themes if (count := _enough(matrix, each, Tone.NEGATIVE, met, unmet))]
    if not counts:
        return Remedy(stuck=tuple(_stuck(each.theme) for each in parted.themes))
    count, theme = min(counts, key=lambda pair: pair[0])
    return Remedy((_listening(case, theme.theme, Tone.NEGATIVE, count),))


def _first_voices(case: Case, matrix: VoiceMatrix, met: Sequence[Kpi], unmet: Sequence[Kpi]) -> Remedy:
    """Where too little is said of any theme: more on the one of which most is said, in a tone that contradicts nothing."""
    if not matrix.themes:
        theme = next(iter(case.state.all(Theme)), None)
        return Remedy((_listening(case, theme, Tone.NEUTRAL, FEWEST_REMARKS),))
    for voices in matrix.themes:
        for tone in (Tone.NEUTRAL, Tone.POSITIVE, Tone.NEGATIVE):
            count = _enough(matrix, voices, tone, met, unmet)
            if count:
                return Remedy((_listening(case, voices.theme, tone, count),))
    return Remedy(stuck=tuple(_stuck(each.theme) for each in matrix.themes))


def _enough(
    matrix: VoiceMatrix,
    heard: ThemeVoices,
    tone: Tone,
    met: Sequence[Kpi],
    unmet: Sequence[Kpi],
    but: Iterable[ThemeVoices] = (),
) -> int | None:
    """The fewest remarks more of a tone on a theme after which voices and numbers agree, if those ``but`` this one said nothing."""
    others = {each.theme.uid for each in but} - {heard.theme.uid}
    for count in range(1, _MOST_REMARKS + 1):
        tried = [_with(each, tone, count) if each is heard else each for each in matrix.themes if each.theme.uid not in others]
        found = VoiceMatrix(matrix.starts, tuple(tried))
        if _told(found) and disagreement(found, met, unmet) is None:
            return count
    return None


def _with(voices: ThemeVoices, tone: Tone, count: int) -> ThemeVoices:
    counts = {each: getattr(voices.total, each.value) + (count if each is tone else 0) for each in Tone}
    tones = Tones(counts[Tone.POSITIVE], counts[Tone.NEUTRAL], counts[Tone.NEGATIVE])
    return ThemeVoices(voices.theme, voices.periods, tones, voices.change)


def _listening(case: Case, theme: Theme | None, tone: Tone, count: int) -> Step:
    """A user group in which so many remarks of a tone are made on a theme."""
    uid = theme.uid if theme else new_uid(Theme.kind)

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        if theme is None:
            yield Create(Theme, {"title": "Theme"}, uid)
        group = new_uid(UserGroup.kind, uid)
        yield Create(UserGroup, {"title": "User group", "held_on": on, "participants": count}, group)
        for number in range(count):
            values = {"quote": tone.value, "theme": uid, "tone": tone, "user_group": group}
            yield Create(Remark, values, new_uid(Remark.kind, uid, str(number)))

    if theme is None:
        said = message(N_("hear a user group: {count} remarks on a theme would tell"), count=count)
    elif tone is Tone.NEUTRAL:
        said = message(
            N_("hear users again on {theme}: {count} remark more would tell"), N_("hear users again on {theme}: {count} remarks more would tell"),
            theme=str(theme), count=count,
        )  # fmt: skip
    else:
        said = message(
            N_("hear users again on {theme}: {count} {tone} remark more would agree with the numbers"),
            N_("hear users again on {theme}: {count} {tone} remarks more would agree with the numbers"),
            theme=str(theme), count=count, tone=Message(tone.label),
        )  # fmt: skip
    about = (theme.kind, theme.uid) if theme else ("", "")
    return Step(("hear", uid), said, make, *about, case.criterion.owner)


def _stuck(theme: Theme) -> Message:
    return message(
        N_("find out why people speak of {theme} as they do: hearing more of them does not change it"), theme=str(theme)
    )
