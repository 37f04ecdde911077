"""An action may be an issue and keep to a rhythm, and a risk says when it occurred."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns: nothing is an issue yet, and nothing has a day."""
    with op.batch_alter_table("action", recreate="always") as table:
        table.add_column(sa.Column("issue", sa.Integer(), nullable=False, server_default="0"), insert_after="risk")
        table.add_column(sa.Column("rhythm_on", sa.Text(), nullable=True), insert_after="recurs_every_days")
        table.create_check_constraint("action_issue", sa.text('"issue" IN (0, 1)'))
        table.create_check_constraint("action_rhythm_on", sa.text('length("rhythm_on") = 10'))
    with op.batch_alter_table("action", recreate="always") as table:
        table.alter_column("issue", server_default=None)
    with op.batch_alter_table("risk", recreate="always") as table:
        table.add_column(sa.Column("occurred_on", sa.Text(), nullable=True), insert_after="identified_on")
        table.create_check_constraint("risk_occurred_on", sa.text('length("occurred_on") = 10'))
