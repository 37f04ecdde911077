"""A gate review freezes its evidence, may be that of a wave, and has waivers and conditions; a check may answer a lesson's question."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the references, all empty, and let evidence be long."""
    _refer("manual_check", "lesson", "lesson", after="note")
    _refer("waiver", "review", "gate_review", after="reason")
    _refer("action", "review", "gate_review", after="criterion")
    _refer("gate_review", "wave", "wave", after="gate")
    with op.batch_alter_table("gate_review", recreate="always") as table:
        table.drop_constraint("gate_review_evidence", type_="check")
        table.create_check_constraint("gate_review_evidence", sa.text('length("evidence") BETWEEN 0 AND 4000000'))


def _refer(kind: str, field: str, target: str, *, after: str) -> None:
    leads_to = sa.ForeignKey(f"{target}.uid", name=f"{kind}_{field}_target", initially="DEFERRED", deferrable=True)
    column = sa.Column(field, sa.Text(), leads_to, nullable=True)
    with op.batch_alter_table(kind, recreate="always") as table:
        table.add_column(column, insert_after=after)
    op.create_index(f"{kind}_{field}_index", kind, [field])
