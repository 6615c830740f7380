"""
Renewals: a link for a helper who lost their password or second factor
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """
    Renewals: a link for a helper who lost their password or second factor
    """
    op.create_table(
        "renewals",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("password", sa.Boolean(), nullable=False),
        sa.Column("factor", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("password OR factor", name=op.f("ck_renewals_something")),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_renewals_helper_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["helpers.id"], name=op.f("fk_renewals_made_by"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_renewals")),
        sa.UniqueConstraint("helper_id", name=op.f("uq_renewals_helper_id")),
    )
