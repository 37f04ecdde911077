"""``cockpit readiness review``: the gate reviews that were held, each with what has changed in its evidence since."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.commands.output import put, put_json, put_table
from cockpit.commands.session import Session, today
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.text import clean_line
from cockpit.language import _, day, headed, say

if TYPE_CHECKING:
    from cockpit.domain.gate import GateReview
    from cockpit.domain.readiness.review_changes import Since
    from cockpit.domain.state import ProjectState

app = typer.Typer(
    no_args_is_help=True, suggest_commands=False, help=N_("Tell what was decided at the gates, and what has changed since")
)

AsJson = Annotated[bool, typer.Option("--json", help=N_("Write JSON"))]


@app.command("list", help=N_("List the gate reviews, oldest first"))
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    from cockpit.domain.gate import GateReview

    state, now = _known(context)
    reviews = sorted(state.all(GateReview), key=lambda review: review.held_on)
    if as_json:
        put_json([_plain(state, review, len(_since(state, review, now))) for review in reviews])
        return
    head = (_("Ref"), _("Gate"), _("Held on"), _("Decision"), _("Verdict"), _("Changes since"), "")
    put_table(head, [_line(state, review, now) for review in reviews])


@app.command("show", help=N_("Show a gate review: the decision, the evidence that day, and what has changed in it since"))
def show(
    context: typer.Context,
    review: Annotated[str, typer.Argument(help=N_("The ref of the gate review, such as GR-3"), metavar="REF")],
    as_json: AsJson = False,
) -> None:
    state, now = _known(context)
    held = _named(state, review)
    since = _since(state, held, now)
    if as_json:
        put_json(_in_full(state, held, since))
    else:
        _print(state, held, since)


def _known(context: typer.Context) -> "tuple[ProjectState, date]":
    session: Session = context.obj
    with session.store(read_only=True) as store:
        project = session.chosen(store)
        return store.load(project.uid), today(project)


def _named(state: "ProjectState", ref: str) -> "GateReview":
    from cockpit.domain.gate import GateReview

    reviews = state.all(GateReview)
    wanted = clean_line(ref).upper()
    for review in reviews:
        if review.ref == wanted:
            return review
    if not reviews:
        raise refuse(message(N_("No gate was reviewed yet; a review is held on the screen, at a gate in the readiness")))
    sentence = N_("There is no gate review {ref}; there are: {refs}")
    raise refuse(message(sentence, ref=wanted[:40], refs=tuple(review.ref for review in reviews)))


def _since(state: "ProjectState", review: "GateReview", now: date) -> "tuple[Since, ...]":
    from cockpit.domain.gate_review import Seal, seal_of
    from cockpit.domain.readiness import verdict
    from cockpit.domain.readiness.review_changes import changes_since

    if seal_of(review) is not Seal.INTACT:
        return ()
    return changes_since(review, verdict(state, review.gate, now, review.wave))


def _line(state: "ProjectState", review: "GateReview", now: date) -> tuple[str, ...]:
    from cockpit.domain.gate_review import Seal, seal_of
    from cockpit.widgets.signs import words_of

    seal = seal_of(review)
    since = str(len(_since(state, review, now))) if seal is Seal.INTACT else _(seal.label)
    return (
        review.ref, _(review.gate.label), day(review.held_on), words_of(review.decision), words_of(review.verdict), since,
        ", ".join(_remarks(state, review)),
    )  # fmt: skip


def _remarks(state: "ProjectState", review: "GateReview") -> list[str]:
    """What has to be known beside a decision."""
    from cockpit.domain.gate_review import is_against, is_superseded

    against = [_("against the verdict")] if is_against(review.decision, review.verdict) else []
    return against + ([_("superseded")] if is_superseded(state, review) else [])


def _print(state: "ProjectState", review: "GateReview", since: "tuple[Since, ...]") -> None:
    from cockpit.domain.action import Action
    from cockpit.domain.gate import Waiver
    from cockpit.domain.gate_review import seal_of
    from cockpit.domain.readiness.review_evidence import thawed
    from cockpit.widgets.signs import words_of

    put(f"{state.project.key}  {clean_line(str(review))}  {_(review.gate.label)}  {day(review.held_on)}")
    told = [
        (_("Decision"), ", ".join([words_of(review.decision), *_remarks(state, review)])),
        (_("Verdict then"), words_of(review.verdict)),
        (_("Deciders"), ", ".join(_handles(state, review.deciders))),
        (_("Reason"), review.reason),
        (_("Dissent"), review.dissent),
        (_("Evidence"), _(seal_of(review).label)),
    ]
    for label, words in told:
        if words:
            put(f"  {headed(label, clean_line(words))}")
    for action in state.of(Action, "review", review.uid):
        due = f"  {day(action.due_on)}" if action.due_on else ""
        put(f"  {headed(_('condition'), f'{words_of(action.state)}  {clean_line(str(action))}{due}')}")
    for waiver in state.of(Waiver, "review", review.uid):
        put(f"  {headed(_('waiver'), f'{clean_line(str(waiver))}  {day(waiver.expires_on)}')}")
    frozen = thawed(review)
    for criterion in frozen.criteria if frozen else ():
        said = headed(str(criterion.get("title")), str(criterion.get("summary")))
        put(f"  {headed(_('then'), clean_line(_state_words(criterion.get('state')) + '  ' + said))}")
    for each in since:
        put(f"  {headed(_('since'), clean_line(say(each.said)))}")


def _state_words(code: object) -> str:
    from cockpit.domain.evidence import CriterionState
    from cockpit.widgets.signs import words_of

    known = {state.value: state for state in CriterionState}
    return words_of(known[str(code)]) if str(code) in known else "?"


def _handles(state: "ProjectState", people: tuple[str, ...]) -> list[str]:
    from cockpit.domain.person import Person

    return [person.handle for uid in people if (person := state.get(Person, uid))]


def _plain(state: "ProjectState", review: "GateReview", changes: int) -> dict[str, Any]:
    """A review in short, as ``docs/json.md`` describes it."""
    from cockpit.domain.gate_review import is_against, seal_of

    after = [each.ref for each in state.of(type(review), "supersedes", review.uid)]
    return {
        "ref": review.ref,
        "uid": review.uid,
        "title": review.title,
        "gate": review.gate.value,
        "wave": _ref(state, "wave", review.wave),
        "held_on": review.held_on.isoformat(),
        "decision": review.decision.value,
        "verdict": review.verdict.value,
        "against": is_against(review.decision, review.verdict),
        "supersedes": _ref(state, review.kind, review.supersedes),
        "superseded_by": after[-1] if after else None,
        "seal": seal_of(review).value,
        "changes": changes,
    }


def _ref(state: "ProjectState", kind: str, uid: str | None) -> str | None:
    row = state.row(kind, uid)
    return row.ref if row else None


def _in_full(state: "ProjectState", review: "GateReview", since: "tuple[Since, ...]") -> dict[str, Any]:
    from cockpit.domain.action import Action
    from cockpit.domain.gate import Waiver
    from cockpit.domain.readiness.review_evidence import thawed

    frozen = thawed(review)
    return {
        "project": state.project.key,
        **_plain(state, review, len(since)),
        "deciders": _handles(state, review.deciders),
        "reason": review.reason,
        "dissent": review.dissent,
        "digest": review.digest,
        "conditions": [
            {
                "ref": action.ref,
                "title": action.title,
                "action_state": action.state.value,
                "owner": _handle(state, action.owner),
                "due_on": action.due_on.isoformat() if action.due_on else None,
                "criterion": _ref(state, "criterion", action.criterion),
            }
            for action in state.of(Action, "review", review.uid)
        ],
        "waivers": [
            {
                "ref": waiver.ref,
                "criterion": _ref(state, "criterion", waiver.criterion),
                "approver": _handle(state, waiver.approver),
                "reason": waiver.reason,
                "expires_on": waiver.expires_on.isoformat(),
            }
            for waiver in state.of(Waiver, "review", review.uid)
        ],
        "criteria": [
            {name: each.get(name) for name in ("ref", "uid", "title", "blocking", "state", "summary", "observed_on")}
            for each in (frozen.criteria if frozen else ())
        ],
        "left_out": ", ".join(frozen.left_out) if frozen else "",
        "since": [{"kind": each.kind, "uid": each.uid, "ref": each.ref, "said": say(each.said)} for each in since],
    }


def _handle(state: "ProjectState", person: str | None) -> str | None:
    handles = _handles(state, (person,)) if person else []
    return handles[0] if handles else None
