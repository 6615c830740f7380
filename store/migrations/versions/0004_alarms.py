"""
Alarms: red signals that ring until somebody takes them; and the country whose helplines a conversation names
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """
    Alarms: red signals that ring until somebody takes them; and the country whose helplines a conversation names
    """
    op.add_column(
        "conversations", sa.Column("country", sa.String(length=2), nullable=False, server_default=sa.text("'NL'"))
    )
    op.create_table(
        "alarms",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rings", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("helper_id", sa.String(length=32), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.CheckConstraint("(helper_id IS NULL) = (taken_at IS NULL)", name=op.f("ck_alarms_taken")),
        sa.CheckConstraint("(over_at IS NULL) = (reason IS NULL)", name=op.f("ck_alarms_reason")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_alarms_conversation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_alarms_helper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index(op.f("ix_alarms_conversation_id"), "alarms", ["conversation_id"])
    op.create_index(
        op.f("uq_alarms_one_open"),
        "alarms",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("over_at IS NULL"),
        postgresql_where=sa.text("over_at IS NULL"),
    )
