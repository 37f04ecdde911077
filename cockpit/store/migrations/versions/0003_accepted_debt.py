"""A lower target of a KPI can be accepted for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "accepted_debt",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kpi", sa.Text(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("accepted_on", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 1", name="accepted_debt_version"),
        sa.CheckConstraint('"target" >= -1000000000000000.0 AND "target" <= 1000000000000000.0', name="accepted_debt_target"),
        sa.CheckConstraint('length("accepted_on") = 10', name="accepted_debt_accepted_on"),
        sa.CheckConstraint('length("expires_on") = 10', name="accepted_debt_expires_on"),
        sa.CheckConstraint('length("reason") BETWEEN 1 AND 20000', name="accepted_debt_reason"),
        sa.CheckConstraint('"accepted_on" <= "expires_on"', name="accepted_debt_accepted_on_expires_on"),
        sa.ForeignKeyConstraint(["project"], ["project.uid"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["kpi"], ["kpi.uid"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["owner"], ["person.uid"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("project", "ref", name="accepted_debt_ref"),
    )
    for field in ("kpi", "owner"):
        op.create_index(f"accepted_debt_{field}_index", "accepted_debt", [field])
