"""Two comparisons that were planned before they began, and what nurses, staff and patients answered."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.experiment import Experiment, ExperimentStatus, Look, MetricKind
from cockpit.domain.kpi import Group
from cockpit.domain.survey import SurveyKind
from tools.bedside.weeks import closing_of, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.evaluation import Poll, polls
from tools.storytelling.story import Told, act, changed, new

# Week, scans and those not read at once with the flag label, with the wrap label, note.
_LABEL_LOOKS = (
    (18, 610, 32, 598, 53, "Drawn as planned, one ward a day for each label."),
    (20, 1240, 62, 1216, 109, ""),
    (22, 1871, 92, 1843, 166, "Beyond the bound for the third of five looks; the last two are still held."),
    (24, 2489, 123, 2464, 219, ""),
    (25, 3012, 149, 2987, 267, "Five looks, as planned."),
)
# Week, nurses, mean seconds and deviation with the short wording, with the long one, note.
_ALERT_LOOKS: tuple[tuple[int, int, float, float, int, float, float, str], ...] = (
    (36, 141, 6.9, 3.8, 138, 8.2, 4.4, ""),
    (39, 288, 7.1, 3.9, 281, 8.0, 4.5, "The short wording is read faster; whether it is understood, the interviews tell."),
    (42, 421, 7.0, 3.9, 417, 8.1, 4.4, "Two looks to go."),
)  # fmt: skip

_K = SurveyKind
_SURVEYS: tuple[Poll, ...] = (
    ("enps-1", "eNPS of staff, 1", _K.ENPS, on(5, THU), Group.ALL, 410, 71, 96, 88, "margaret", "Starting value: more would leave than recommend."),
    ("patients-1", "Patients, at the start", _K.SATISFACTION, on(6, TUE), Group.ALL, 160, 61, 34, 27, "lewis", "Starting value."),
    ("enps-2", "eNPS of staff, 2", _K.ENPS, on(15, THU), Group.ALL, 405, 74, 101, 83, "margaret", ""),
    ("nps-1", "NPS, pilot, week 3", _K.NPS, on(18, THU), Group.PILOT, 86, 14, 18, 25, "lewis", "“It is the network, not the scanner.”"),
    ("nps-control-1", "NPS of paper, 1", _K.NPS, on(18, THU), Group.CONTROL, 82, 12, 20, 19, "lewis", ""),
    ("nps-2", "NPS, pilot, week 6", _K.NPS, on(21, THU), Group.PILOT, 86, 29, 21, 13, "lewis", ""),
    ("patients-2", "Patients, pilot wards", _K.SATISFACTION, on(22, TUE), Group.PILOT, 90, 58, 12, 6, "lewis", "They like to hear the beep."),
    ("patients-3", "Patients, paper wards", _K.SATISFACTION, on(22, TUE), Group.CONTROL, 90, 37, 20, 16, "lewis", ""),
    ("nps-3", "NPS, pilot, week 10", _K.NPS, on(25, THU), Group.PILOT, 88, 39, 22, 8, "lewis", ""),
    ("enps-3", "eNPS of staff, 3", _K.ENPS, on(27, THU), Group.ALL, 415, 92, 104, 71, "margaret", ""),
    ("nps-4", "NPS, wave 1", _K.NPS, on(31, THU), Group.PILOT, 240, 68, 49, 33, "lewis", ""),
    ("nps-5", "NPS, waves 1 and 2", _K.NPS, on(36, THU), Group.PILOT, 552, 158, 103, 62, "lewis", ""),
    ("enps-4", "eNPS of staff, 4", _K.ENPS, on(39, THU), Group.ALL, 431, 109, 112, 62, "margaret", "“First time anybody asked the night shift.”"),
    ("nps-control-2", "NPS of paper, 2", _K.NPS, on(41, THU), Group.CONTROL, 84, 9, 16, 27, "lewis", "They have seen it next door."),
    ("nps-6", "NPS, all live wards", _K.NPS, on(41, THU), Group.PILOT, 974, 249, 164, 104, "lewis", "More than half answered, nights included."),
)  # fmt: skip
_OF_WAVE = {"nps-4": "medical", "nps-5": "surgical", "nps-6": "infirmary"}

_QUESTIONS = {
    _K.NPS: "From 0 to 10: would you recommend giving medicines this way to a colleague on another ward?",
    _K.ENPS: "From 0 to 10: would you recommend Ashcombe and Vale to a friend who looks for a job?",
    _K.SATISFACTION: "Before each medicine I knew what it was and what it was for: agree, neither, disagree.",
}


def tell() -> Iterator[Told]:
    """One experiment is concluded and decided on, the other is still looked at; surveys come in."""
    yield from _labels()
    yield from _alerts()
    yield from polls(_SURVEYS, _QUESTIONS, _OF_WAVE)


def _labels() -> Iterator[Told]:
    yield act(
        on(14, TUE), "11:50", "lewis",
        new(
            Experiment, "labels", title="Flag or wrap labels", kpi="unreadable", owner="owen",
            hypothesis="On packs under three centimetres a flag label is less often not read at the first scan; two and a half points decide for it.",
            metric=MetricKind.PROPORTION, starts_on=on(16, THU), ends_on=on(25, FRI), planned_per_arm=3_000, looks=5,
            minimum_effect=0.025, margin=0.01,
        ),
        note="Protocol settled before the first scan",
    )  # fmt: skip
    yield act(on(16, THU), "09:30", "lewis", changed(Experiment, "labels", status=ExperimentStatus.RUNNING))
    for number, (week, flag_n, flag, wrap_n, wrap, note) in enumerate(_LABEL_LOOKS, 1):
        yield _look(closing_of(week), f"labels/{number}", experiment="labels", pilot_n=flag_n, pilot_successes=flag,
                    control_n=wrap_n, control_successes=wrap, note=note)  # fmt: skip
    yield act(
        on(26, MON), "10:50", "lewis",
        changed(
            Experiment, "labels", status=ExperimentStatus.CONCLUDED,
            conclusion="5 % not read at the first scan against 9 %: flag labels for all packs under three centimetres.",
        ),
        note="As large as planned, looked at as often as planned",
    )  # fmt: skip


def _alerts() -> Iterator[Told]:
    yield act(
        on(32, FRI), "11:50", "lewis",
        new(
            Experiment, "alerts", title="Short or long alerts", kpi="overrides", owner="grace",
            hypothesis="Eight words instead of thirty are read a second faster, and not overridden more often.",
            metric=MetricKind.MEAN, starts_on=on(33, MON), ends_on=on(47, FRI), planned_per_arm=700, looks=5, minimum_effect=1.0, margin=0.5,
        ),
    )  # fmt: skip
    yield act(on(33, MON), "09:30", "lewis", changed(Experiment, "alerts", status=ExperimentStatus.RUNNING))
    for number, (week, short_n, short, short_sd, long_n, long, long_sd, note) in enumerate(_ALERT_LOOKS, 1):
        yield _look(on(week, WED), f"alerts/{number}", experiment="alerts", pilot_n=short_n, pilot_mean=short, pilot_sd=short_sd,
                    control_n=long_n, control_mean=long, control_sd=long_sd, note=note)  # fmt: skip


def _look(day: date, key: str, **seen: object) -> Told:
    return act(day, "10:45", "lewis", new(Look, key, looked_on=day, **seen))
