"""
Check-ins: messages that a person said yes to, for later
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """
    Check-ins: messages that a person said yes to, for later
    """
    op.create_table(
        "checkins",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_seq", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state != 'sent' OR (sent_at IS NOT NULL AND sent_seq IS NOT NULL)", name=op.f("ck_checkins_sent")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_checkins_conversation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkins")),
    )
    op.create_index(op.f("ix_checkins_conversation_id"), "checkins", ["conversation_id"])
    op.create_index(op.f("ix_checkins_due"), "checkins", ["state", "due_at"])
    op.create_index(
        op.f("uq_checkins_one_planned"),
        "checkins",
        ["conversation_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
