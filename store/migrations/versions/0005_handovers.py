"""
Handovers that are kept: roster, promises, notices, colleagues beside a talk, proof of consent, and figures that stay
"""

import sqlalchemy as sa
from alembic import op

from store import guards

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """
    Handovers that are kept: roster, promises, notices, colleagues beside a talk, proof of consent, and figures that stay
    """
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("lane", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    with op.batch_alter_table("outcomes") as batch_op:
        batch_op.create_index("ix_outcomes_what", ["what", "at"])

    op.create_table(
        "addresses",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("sealed_where", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_addresses_helper_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint("helper_id", "kind", "mark", name=op.f("uq_addresses_helper_id_kind_mark")),
    )
    with op.batch_alter_table("addresses") as batch_op:
        batch_op.create_index(batch_op.f("ix_addresses_helper_id"), ["helper_id"])

    op.create_table(
        "bonds",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("helper_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_bonds_conversation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_bonds_helper_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_bonds")),
    )
    with op.batch_alter_table("bonds") as batch_op:
        batch_op.create_index(batch_op.f("ix_bonds_helper_id"), ["helper_id"])

    op.create_table(
        "debriefs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("handover_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_debriefs_answered")),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_debriefs_helper_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debriefs")),
        sa.UniqueConstraint("handover_id", name=op.f("uq_debriefs_handover_id")),
    )
    with op.batch_alter_table("debriefs") as batch_op:
        batch_op.create_index(batch_op.f("ix_debriefs_helper_id"), ["helper_id"])

    op.create_table(
        "invitations",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("invited_by", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["helpers.id"], name=op.f("fk_invitations_invited_by"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_invitations")),
    )
    op.create_table(
        "own_lines",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_own_lines_helper_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_lines")),
    )
    with op.batch_alter_table("own_lines") as batch_op:
        batch_op.create_index(batch_op.f("ix_own_lines_helper_id"), ["helper_id"])

    op.create_table(
        "shift_changes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=True),
        sa.Column("end_minute", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'absent' AND start_minute IS NULL AND end_minute IS NULL) OR (kind = 'extra' AND start_minute BETWEEN 0 AND 1439 AND end_minute > start_minute AND end_minute <= start_minute + 1440)",
            name=op.f("ck_shift_changes_span"),
        ),
        sa.CheckConstraint("kind IN ('absent', 'extra')", name=op.f("ck_shift_changes_kind")),
        sa.ForeignKeyConstraint(
            ["helper_id"], ["helpers.id"], name=op.f("fk_shift_changes_helper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_changes")),
    )
    with op.batch_alter_table("shift_changes") as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_changes_helper_id"), ["helper_id"])

    op.create_table(
        "shifts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute > start_minute AND end_minute <= start_minute + 1440",
            name=op.f("ck_shifts_span"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_shifts_weekday")),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_shifts_helper_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    with op.batch_alter_table("shifts") as batch_op:
        batch_op.create_index(batch_op.f("ix_shifts_helper_id"), ["helper_id"])

    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("address_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'planned') = (over_at IS NULL)", name=op.f("ck_notices_over")),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_notices_address_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("address_id", "event", "subject", name=op.f("uq_notices_address_id_event_subject")),
    )
    with op.batch_alter_table("notices") as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_address_id"), ["address_id"])
        batch_op.create_index("ix_notices_due", ["state", "due_at"])

    op.create_table(
        "promises",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("handover_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (over_at IS NULL)", name=op.f("ck_promises_over")),
        sa.CheckConstraint("lapses_at > due_at", name=op.f("ck_promises_order")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_promises_conversation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_promises_handover_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_promises_helper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    with op.batch_alter_table("promises") as batch_op:
        batch_op.create_index(batch_op.f("ix_promises_conversation_id"), ["conversation_id"])
        batch_op.create_index("ix_promises_due", ["state", "due_at"])
        batch_op.create_index(batch_op.f("ix_promises_handover_id"), ["handover_id"])
        batch_op.create_index(
            "uq_promises_one_open",
            ["handover_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "readers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("handover_id", sa.String(length=32), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["helpers.id"], name=op.f("fk_readers_asked_by")),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_readers_handover_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_readers_helper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers")),
    )
    with op.batch_alter_table("readers") as batch_op:
        batch_op.create_index(batch_op.f("ix_readers_handover_id"), ["handover_id"])
        batch_op.create_index(
            "uq_readers_one_open",
            ["handover_id", "helper_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "whispers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.String(length=32), nullable=False),
        sa.Column("helper_id", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_whispers_handover_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["helper_id"], ["helpers.id"], name=op.f("fk_whispers_helper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whispers")),
    )
    with op.batch_alter_table("whispers") as batch_op:
        batch_op.create_index(batch_op.f("ix_whispers_handover_id"), ["handover_id"])
        batch_op.create_index("uq_whispers_once", ["handover_id", "external_id"], unique=True)

    with op.batch_alter_table("handovers") as batch_op:
        batch_op.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("shares", sa.String(length=8), server_default="summary", nullable=False))
        batch_op.add_column(sa.Column("sealed_consent", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("told_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("wanted_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("wanted_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sealed_handing", sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_handovers_wanted_id"), "helpers", ["wanted_id"], ["id"])

    with op.batch_alter_table("helpers") as batch_op:
        batch_op.add_column(sa.Column("max_talks", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("break_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("duty_since", sa.DateTime(timezone=True), nullable=True))
    guards.install(op)
