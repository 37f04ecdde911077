"""Stand-ups keep their minutes, and actions the stand-up at which they were agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add both, empty."""
    with op.batch_alter_table("standup", recreate="always") as table:
        table.add_column(sa.Column("minutes_text", sa.Text(), nullable=False, server_default=""), insert_after="notes")
        table.create_check_constraint("standup_minutes_text", sa.text('length("minutes_text") BETWEEN 0 AND 60000'))
    with op.batch_alter_table("standup", recreate="always") as table:
        table.alter_column("minutes_text", server_default=None)
    leads_to = sa.ForeignKey("standup.uid", name="action_standup_target", initially="DEFERRED", deferrable=True)
    with op.batch_alter_table("action", recreate="always") as table:
        table.add_column(sa.Column("standup", sa.Text(), leads_to, nullable=True), insert_after="review")
    op.create_index("action_standup_index", "action", ["standup"])
