"""
Meanwhile: a line that is open now, for whoever waits for us.
"""

from handover import helplines
from store import clock
from store.conversations import Vault


def open_now(vault: Vault) -> str:
    """
    One sentence with a line that can be called or chatted with at this moment, in the person's country.
    """
    country = helplines.country_of(vault.row.country)
    return " ".join(referral.sentence for referral in helplines.referral("talk", country, clock.now(), limit=1))
