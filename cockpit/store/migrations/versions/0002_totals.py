"""Totals of periods are kept beside the measurements, a change of measurements tells its extent, and references are indexed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_REFERENCES = {
    "acceptance": ("approver", "risk"),
    "action": ("criterion", "kpi", "milestone", "owner", "risk", "wave"),
    "activity": ("milestone", "owner", "phase", "resource", "wave"),
    "activity_link": ("predecessor", "successor"),
    "assessment": ("assessed_by", "risk"),
    "attendance": ("person", "session"),
    "baseline_revision": ("decided_by", "milestone"),
    "benefit": ("objective", "wave"),
    "budget_line": ("phase",),
    "channel": ("owner",),
    "charter": ("approved_by",),
    "communication": ("channel",),
    "cost": ("budget_line", "wave"),
    "criterion": ("owner", "policy"),
    "decision": ("decided_by", "gate_review", "standup"),
    "deliverable": ("accepted_by", "owner", "phase"),
    "experiment": ("kpi", "owner"),
    "faq": ("owner",),
    "gate_review": ("supersedes",),
    "holiday": ("calendar",),
    "incident": ("kpi", "reported_by", "risk", "wave"),
    "interview": ("interviewer",),
    "iteration": ("phase",),
    "kpi": ("owner", "phase"),
    "lesson": ("owner",),
    "look": ("experiment",),
    "manual_check": ("checked_by", "criterion"),
    "milestone": ("deliverable", "owner", "phase"),
    "objective": ("kpi", "owner"),
    "phase": ("kpi",),
    "procedure": ("owner",),
    "procedure_revision": ("lesson", "procedure", "revised_by"),
    "project": ("lead",),
    "rehearsal": ("led_by", "rollback"),
    "remark": ("interview", "theme", "user_group"),
    "resource": ("person",),
    "risk": ("owner", "rollback"),
    "rollback": ("owner",),
    "session": ("course", "wave"),
    "stakeholder": ("person",),
    "standup": ("led_by",),
    "support": ("stakeholder",),
    "survey": ("wave",),
    "user_group": ("facilitator",),
    "waiver": ("approver", "criterion"),
    "wave": ("owner", "rollback"),
    "win": ("kpi", "milestone"),
    "workshop": ("facilitator",),
}
"""The fields that hold a reference, by table."""


def upgrade() -> None:
    """Make what is new, and fill in what the measurements tell; the totals are worked out when the store is opened."""
    for table, fields in _REFERENCES.items():
        for field in fields:
            op.create_index(f"{table}_{field}_index", table, [field])
    with op.batch_alter_table("series", recreate="always") as series:
        series.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
        series.add_column(sa.Column("totals_at", sa.Integer(), nullable=True))
    with op.batch_alter_table("series_change", recreate="always") as change:
        change.add_column(sa.Column("first", sa.String(), nullable=False, server_default=""))
        change.add_column(sa.Column("last", sa.String(), nullable=False, server_default=""))
        change.add_column(sa.Column("removed", sa.Integer(), nullable=False, server_default="0"))
        change.add_column(sa.Column("added", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "period_total",
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.String(), nullable=False),
        sa.Column("measurements", sa.Integer(), nullable=False),
        sa.Column("sum", sa.Float(), nullable=False),
        sa.Column("least", sa.Float(), nullable=False),
        sa.Column("most", sa.Float(), nullable=False),
        sa.Column("last", sa.Float(), nullable=False),
        sa.Column("measured_on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["series"], ["series.id"]),
        sa.PrimaryKeyConstraint("series", "starts_on"),
        sqlite_with_rowid=False,
    )
    _fill_in()
    with op.batch_alter_table("series", recreate="always") as series:
        series.alter_column("held", server_default=None)
    with op.batch_alter_table("series_change", recreate="always") as change:
        for name in ("first", "last", "removed", "added"):
            change.alter_column(name, server_default=None)


def _fill_in() -> None:
    op.execute(
        "UPDATE series SET held ="
        " (SELECT count(*) FROM measurement WHERE measurement.series = series.id AND measurement.until IS NULL)"
    )
    for place, count in (("batch", "added"), ("until", "removed")):
        # Gathered once: looked up change by change, each series would be read as often as it has changed.
        op.execute(
            f"CREATE TEMPORARY TABLE extent AS SELECT series, {place} AS batch, count(*) AS count, min(at) AS first, max(at) AS last"
            f" FROM measurement WHERE {place} IS NOT NULL GROUP BY series, {place}"
        )
        op.execute("CREATE INDEX temp.extent_key ON extent (series, batch)")
        here = "FROM extent WHERE extent.series = series_change.series AND extent.batch = series_change.batch"
        op.execute(
            f"UPDATE series_change SET {count} = (SELECT count {here}),"
            f' "first" = (SELECT CASE "series_change"."first" WHEN \'\' THEN extent.first ELSE min(series_change.first, extent.first) END {here}),'
            f' "last" = (SELECT max(series_change.last, extent.last) {here}) WHERE EXISTS (SELECT 1 {here})'
        )
        op.execute("DROP TABLE extent")
