"""What people said in interviews and user groups: fond of the scan, wary of the nights, tired of being watched."""

from collections.abc import Iterator

from cockpit.domain.kpi import Group
from cockpit.domain.voice import Theme, Tone
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, THU, TUE, WED
from tools.storytelling.story import Told, act, new
from tools.storytelling.voices import gathered, interviewed

_THEMES = (
    ("safety", "Feeling safe", "What the scan catches, and what it lets people stop worrying about."),
    ("time", "Time at the bedside", "Rounds, queues at the rack, doses on time."),
    ("nights", "Nights and agency shifts", "Fewer people, other people, nobody to ask."),
    ("alerts", "Alerts", "How many, how worded, how trusted."),
    ("labels", "Labels and wristbands", "What scans and what does not."),
    ("watched", "Being measured", "Who sees which nurse scanned what."),
    ("patients", "What patients notice", "The beep, the screen, the talk."),
)  # fmt: skip

_GOOD, _SO_SO, _BAD = Tone.POSITIVE, Tone.NEUTRAL, Tone.NEGATIVE
_PILOT, _CONTROL, _ALL = Group.PILOT, Group.CONTROL, Group.ALL

# Key, title, day, role, group, interviewer, summary; then remarks: theme, tone, quote.
_INTERVIEWS = (
    ("fern-senior", "Senior nurse, Fern", on(18, TUE), "Nurse, 22 years", _PILOT, "siobhan",
     "Was against it, now shows it to others.",
     (("safety", _GOOD, "On Tuesday it stopped me. I had the right drug and the wrong man."),
      ("time", _SO_SO, "The first week I was half an hour late. Now I am not."))),
    ("rowan-night", "Night nurse, Rowan", on(18, THU), "Nurse, nights", _PILOT, "siobhan",
     "Alone with fourteen patients; the side rooms have no network.",
     (("nights", _BAD, "At three in the morning the help line rang at the switchboard, and the switchboard rang me."),
      ("labels", _BAD, "I scan in the corridor and walk back. Do not tell Grace."))),
    ("rowan-new", "Newly qualified nurse, Rowan", on(19, WED), "Nurse, 8 months", _PILOT, "siobhan",
     "Has never known a round without doubt, likes to be told.",
     (("safety", _GOOD, "I sleep after a late shift. I used to lie there and count."),
      ("alerts", _BAD, "It cries wolf so often that I press before I read."))),
    ("hazel", "Nurse, Hazel", on(19, THU), "Nurse on a control ward", _CONTROL, "lewis",
     "On paper, on purpose, and not amused.",
     (("safety", _BAD, "You tell us it is safer and then you tell us we may not have it."),
      ("time", _SO_SO, "My chart is always charged."))),
    ("pharmacist", "Ward pharmacist, Ashcombe General", on(20, WED), "Pharmacist", _PILOT, "owen",
     "Sees for the first time what was really given.",
     (("safety", _GOOD, "I used to guess from the signatures."),
      ("labels", _SO_SO, "Eye drops are a nightmare. Everything else I can label."))),
    ("patient-rowan", "Patient, Rowan, third stay", on(20, THU), "Patient", _PILOT, "priya",
     "Compares with two stays before.",
     (("patients", _GOOD, "The beep tells me that it is mine."),
      ("patients", _SO_SO, "She looks at the thing more than at me."))),
    ("doctor", "Doctor on a pilot ward", on(22, THU), "Registrar", _PILOT, "grace",
     "Took part in the review of alerts.",
     (("alerts", _GOOD, "Twelve alerts I can defend. Thirty-one I could not."),)),
    ("agency", "Agency nurse, Fern", on(24, TUE), "Agency nurse", _PILOT, "siobhan",
     "Six hospitals a month, four of them scan.",
     (("nights", _SO_SO, "A good film. An account before midnight would be better."),
      ("labels", _GOOD, "Yours is the first place where the wristband scans when it is wet."))),
    ("union", "Staff representative", on(26, WED), "Representative of the nurses", _ALL, "margaret",
     "Wants it in writing that figures are kept by ward, never by nurse.",
     (("watched", _BAD, "First you count the doses, then you count us."),
      ("time", _GOOD, "Nobody has asked for paper back. I did ask."))),
    ("medical-sister", "Sister of a medical ward, wave 1", on(30, TUE), "Ward sister", _PILOT, "jo",
     "Went live on the second day; racks too few.",
     (("time", _BAD, "Six nurses, two racks, one socket."),
      ("nights", _SO_SO, "Three nights without anybody who knew it. Not again, please."))),
    ("surgical", "Nurse of a surgical ward, wave 2", on(35, WED), "Nurse, 5 years", _PILOT, "jo",
     "Patients change wards twice a day.",
     (("safety", _GOOD, "The old wristband nearly had me. The scanner said no."),
      ("alerts", _GOOD, "Now I read them, because there are few."))),
    ("infirmary-night", "Night nurse, Vale Infirmary, wave 3", on(40, WED), "Nurse, nights", _PILOT, "jo",
     "Three weeks live.",
     (("nights", _GOOD, "The help line answered before I had sat down."),
      ("watched", _SO_SO, "Grace came at four with a torch. She was nice about it."))),
    ("quince", "Nurse, Quince ward", on(41, WED), "Nurse, 12 years", _PILOT, "grace",
     "Told openly why a wristband was taped to the trolley.",
     (("labels", _BAD, "He pulls his wristband off every night. What was I to do, wake him each time?"),
      ("watched", _GOOD, "I was asked why. Not who."))),
    ("saltmarsh", "Night nurse, Saltmarsh, wave 4", on(41, THU), "Nurse, alone at night", _ALL, "gwen",
     "Rehearsed the way back with the porter.",
     (("nights", _SO_SO, "Twenty-three minutes, and my tea was cold. But we had every chart."),
      ("safety", _GOOD, "I want it. I am the one nobody checks."))),
)  # fmt: skip

_USER_GROUPS = (
    ("pilot-nurses", "User group: nurses of Fern and Rowan", on(19, FRI), 11, "jo",
     "Fond of the scan, furious about the network.",
     (("labels", _BAD, "Half the side rooms are deaf."),
      ("safety", _GOOD, "Three stops in three weeks. Three."),
      ("alerts", _BAD, "Tell it to be quiet about vitamins."))),
    ("pilot-end", "User group: Fern and Rowan, ten weeks on", on(25, WED), 12, "jo",
     "Nobody would go back; the night shift asks for help at night, not by day.",
     (("time", _GOOD, "Same time as before, and no chart to look for."),
      ("nights", _BAD, "All the helpers go home at five."),
      ("patients", _GOOD, "They hold out their arm before I ask."))),
    ("patients", "User group: patients' council", on(23, THU), 9, "priya",
     "In favour, if somebody still looks up.",
     (("patients", _GOOD, "I was told each name. Nobody did that before."),
      ("patients", _SO_SO, "Please say good evening before the beep."))),
    ("wave-1", "User group: medical wards, wave 1", on(31, WED), 14, "jo",
     "Racks doubled, rota fixed, figures by ward and not by name.",
     (("time", _GOOD, "With a rack in each bay it is faster than the trolley was."),
      ("watched", _SO_SO, "By ward is fine. We know who it is anyway."))),
    ("wave-2", "User group: surgical wards, wave 2", on(36, WED), 13, "grace",
     "The handover now begins with the wristband.",
     (("safety", _GOOD, "Cut the old one, scan the new one, then talk."),
      ("labels", _SO_SO, "Insulin pens again. It took a morning, at least."))),
    ("infirmary", "User group: Vale Infirmary, wave 3", on(41, FRI), 15, "jo",
     "Proud to have done it without the big hospital; two wards ask for wristbands that do not come off.",
     (("nights", _GOOD, "A super-user on every night but one."),
      ("labels", _BAD, "The wristband comes off in the bath."),
      ("time", _GOOD, "We are done before the day room opens."))),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Themes first, then each conversation with what was said in it."""
    yield act(
        on(16, FRI), "10:55", "siobhan", *(new(Theme, key, title=title, description=about) for key, title, about in _THEMES)
    )
    yield from interviewed(_INTERVIEWS)
    yield from gathered(_USER_GROUPS)
