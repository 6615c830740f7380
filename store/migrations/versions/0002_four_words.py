"""
The way back: several tokens a conversation, four words, and a longer term with a yes
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """
    The way back: several tokens a conversation, four words, and a longer term with a yes
    """
    op.create_table(
        "conversation_tokens",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_tokens_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_conversation_tokens")),
    )
    op.create_index(op.f("ix_conversation_tokens_conversation_id"), "conversation_tokens", ["conversation_id"])
    op.execute(
        "INSERT INTO conversation_tokens (fingerprint, conversation_id) SELECT token_hash, id FROM conversations"
    )
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.drop_constraint(op.f("uq_conversations_token_hash"), type_="unique")
        batch_op.drop_column("token_hash")
        batch_op.add_column(sa.Column("words_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("keep_days", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_conversations_words_hash"), ["words_hash"])
