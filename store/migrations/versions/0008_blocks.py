"""
Blocks: a helper ended a talk that went too far, and for a while nobody is asked for it
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """
    Blocks: a helper ended a talk that went too far, and for a while nobody is asked for it
    """
    op.create_table(
        "blocks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=True),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(length=32), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(lifted_by IS NULL) = (lifted_at IS NULL)", name=op.f("ck_blocks_lifted")),
        sa.CheckConstraint("until > at", name=op.f("ck_blocks_order")),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_blocks_helper_id")),
        sa.ForeignKeyConstraint(["lifted_by"], ["helpers.id"], name=op.f("fk_blocks_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
    )
    op.create_index("ix_blocks_conversation_id", "blocks", ["conversation_id"])
    op.create_index("ix_blocks_pseudonym", "blocks", ["pseudonym"])
