"""
Web Push: a knock on a helper's browser, without a payload (RFC 8030). What it shows is fixed in the console's service worker.

A browser tells us an address at its maker's push service; only services that the operator allows are knocked at.
"""

from urllib.parse import urlsplit

import httpx

from handover.notices.letter import Gone, Letter
from handover.notices.vapid import Vapid

SECONDS = 10.0
GONE = (404, 410)
URGENT_TTL, TTL = 5 * 60, 60 * 60  # how long a service keeps it for a device that is off; an alarm rings again anyway


class Push:
    """
    The way to browsers. `services` are the origins of push services, separated by spaces; `*.` before a name is any below it.
    """

    def __init__(self, vapid: Vapid, services: str) -> None:
        self._vapid = vapid
        self._services = [urlsplit(service) for service in services.split()]
        self._http = httpx.AsyncClient(timeout=SECONDS)

    @property
    def key(self) -> str:
        """
        The public key to which browsers subscribe.
        """
        return self._vapid.public

    def accepts(self, endpoint: str) -> bool:
        """
        Whether an endpoint is at one of the services.
        """
        try:
            asked = urlsplit(endpoint)
            host, port = asked.hostname or "", asked.port
        except ValueError:
            return False
        if not host or "@" in asked.netloc:
            return False
        return any(
            (asked.scheme, port) == (service.scheme, service.port) and _matches(host, service.hostname or "")
            for service in self._services
        )

    async def send(self, letter: Letter) -> None:
        """
        Knock once. Raises Gone, httpx.HTTPError.
        """
        if not self.accepts(letter.to):
            raise Gone
        urgency = "high" if letter.urgent else "normal"
        headers = {
            "Authorization": self._vapid.authorization(letter.to),
            "TTL": str(URGENT_TTL if letter.urgent else TTL),
            "Urgency": urgency,
            "Topic": urgency,  # of several that wait at the service, one is enough
        }
        answer = await self._http.post(letter.to, headers=headers)
        if answer.status_code in GONE:
            raise Gone
        answer.raise_for_status()

    async def close(self) -> None:
        """
        Let go of all connections.
        """
        await self._http.aclose()


def _matches(host: str, allowed: str) -> bool:
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed
