"""
Debriefs for each who held a hard talk, not only for the first; and the guards once more, for who ran an early 0005
"""

from alembic import op

from store import guards

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """
    Debriefs for each who held a hard talk, not only for the first; and the guards once more, for who ran an early 0005
    """
    with op.batch_alter_table("debriefs") as batch_op:
        batch_op.drop_constraint(op.f("uq_debriefs_handover_id"), type_="unique")
        batch_op.create_unique_constraint(op.f("uq_debriefs_handover_id_helper_id"), ["handover_id", "helper_id"])
    guards.install(op)
