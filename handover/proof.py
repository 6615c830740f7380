"""
The proof of a yes: what exactly somebody agreed to, sealed with the key of their own conversation at the moment they said it.

Whoever changes a handover in the database afterwards, by whatever way, cannot make this proof; and without one that fits, no word of
the person is shown to a helper.
"""

import hashlib
import hmac
from typing import Any

from cryptography.exceptions import InvalidTag

from store.conversations import Vault
from store.schema import Handover, Shares


def seal(vault: Vault, handover: Handover) -> bytes:
    """
    The proof for a handover as it stands now.
    """
    return vault.seal(_agreed(handover), _place(handover))


def holds(vault: Vault, handover: Handover) -> bool:
    """
    Whether somebody said yes to just this: this handover and lane, these words, this much of the talk.
    """
    try:
        agreed = vault.unseal(handover.sealed_consent or b"", _place(handover))
    except (InvalidTag, ValueError):
        return False
    return hmac.compare_digest(str(agreed), str(_agreed(handover)))


def shares_talk(vault: Vault, handover: Handover) -> bool:
    """
    Whether the talk from before may be read too.
    """
    return handover.shares == Shares.TALK and holds(vault, handover)


def _agreed(handover: Handover) -> Any:
    return [handover.kind, handover.shares, hashlib.sha256(handover.sealed_summary or b"").hexdigest()]


def _place(handover: Handover) -> str:
    return f"consent:{handover.id}"
