"""
Guards: what the database itself refuses, whoever asks, so that no text crosses to a helper without a yes.

What a person agreed to does not change afterwards, and a handover that is over stays over; nothing waits or goes live without the
sealed proof of a yes, which only their own conversation's key can make; and only who shared the whole talk can be read from before the
claim. A migration that makes the table of handovers anew calls `install` at its end.
"""

from typing import Any

OVER = "('closed', 'withdrawn')"
FIXED = ("sealed_summary", "shares", "sealed_consent", "consent_at")
CHANGED = {"sqlite": "NEW.{0} IS NOT OLD.{0}", "postgresql": "NEW.{0} IS DISTINCT FROM OLD.{0}"}
TOLD = "(SELECT last_seq FROM conversations WHERE conversations.id = NEW.conversation_id)"


def rules(dialect: str) -> dict[str, tuple[str, str]]:
    """
    By name: the event (INSERT or UPDATE) and the condition under which a row is refused. `dialect`: sqlite or postgresql.
    """
    changed = CHANGED[dialect].format
    proven = "NEW.state IN ('waiting', 'live') AND NEW.sealed_consent IS NULL"
    early = f"NEW.live_from_seq IS NOT NULL AND NEW.shares <> 'talk' AND NEW.live_from_seq <= {TOLD}"
    return {
        "consent_fixed": ("UPDATE", f"OLD.consent_at IS NOT NULL AND ({' OR '.join(map(changed, FIXED))})"),
        "over": ("UPDATE", f"OLD.state IN {OVER} AND NEW.state NOT IN {OVER}"),
        "own_talk": ("UPDATE", f"{changed('id')} OR {changed('conversation_id')}"),
        "consent_proven": ("UPDATE", f"OLD.state = 'asked' AND {proven}"),
        "consent_proven_new": ("INSERT", proven),
        "talk_before": ("UPDATE", f"{changed('live_from_seq')} AND {early}"),
        "talk_before_new": ("INSERT", early),
    }


def statements(dialect: str) -> list[str]:
    """
    The SQL that puts the guards in place, anew.
    """
    made = []
    for name, (event, refused) in rules(dialect).items():
        if dialect == "sqlite":
            made += [
                f"DROP TRIGGER IF EXISTS guard_{name}",
                f"CREATE TRIGGER guard_{name} BEFORE {event} ON handovers WHEN {refused} "
                f"BEGIN SELECT RAISE(ABORT, 'guard {name}'); END",
            ]
        else:
            made += [
                f"CREATE OR REPLACE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} "
                f"THEN RAISE EXCEPTION 'guard {name}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$",
                f"DROP TRIGGER IF EXISTS guard_{name} ON handovers",
                f"CREATE TRIGGER guard_{name} BEFORE {event} ON handovers FOR EACH ROW EXECUTE FUNCTION guard_{name}()",
            ]
    return made


def install(op: Any) -> None:
    """
    Put the guards in place from within a migration (`op`: Alembic's operations).
    """
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)
