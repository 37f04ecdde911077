"""Feeds bring measurements by themselves, and what is added to a period is added to its total."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables; what it takes to add to a total is worked out when something is first added to it."""
    op.create_table(
        "feed",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kpi", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("every", sa.BigInteger(), nullable=False),
        sa.Column("limit", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("decimal", sa.Text(), nullable=False),
        sa.Column("time_field", sa.Text(), nullable=False),
        sa.Column("value_field", sa.Text(), nullable=False),
        sa.Column("kpi_field", sa.Text(), nullable=False),
        sa.Column("group_field", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name="feed_version"),
        sa.CheckConstraint('length("title") BETWEEN 1 AND 200', name="feed_title"),
        sa.CheckConstraint("\"group\" IN ('pilot', 'control', 'all')", name="feed_group"),
        sa.CheckConstraint("\"source\" IN ('file', 'command')", name="feed_source"),
        sa.CheckConstraint('length("path") BETWEEN 0 AND 1000', name="feed_path"),
        sa.CheckConstraint('json_valid("command")', name="feed_command"),
        sa.CheckConstraint('"every" >= 1 AND "every" <= 86400', name="feed_every"),
        sa.CheckConstraint('"limit" >= 1 AND "limit" <= 3600', name="feed_limit"),
        sa.CheckConstraint("\"format\" IN ('csv', 'json', 'value')", name="feed_format"),
        sa.CheckConstraint("\"decimal\" IN ('point', 'comma')", name="feed_decimal"),
        sa.CheckConstraint('length("time_field") BETWEEN 0 AND 200', name="feed_time_field"),
        sa.CheckConstraint('length("value_field") BETWEEN 0 AND 200', name="feed_value_field"),
        sa.CheckConstraint('length("kpi_field") BETWEEN 0 AND 200', name="feed_kpi_field"),
        sa.CheckConstraint('length("group_field") BETWEEN 0 AND 200', name="feed_group_field"),
        sa.CheckConstraint('"enabled" IN (0, 1)', name="feed_enabled"),
        sa.ForeignKeyConstraint(["project"], ["project.uid"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["kpi"], ["kpi.uid"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("project", "ref", name="feed_ref"),
    )
    op.create_index("feed_kpi_index", "feed", ["kpi"])
    op.create_table(
        "feed_progress",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["project.uid"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("project", "feed"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("period_total") as total:
        total.add_column(sa.Column("last_at", sa.String(), nullable=True))
        total.add_column(sa.Column("rest", sa.String(), nullable=True))
