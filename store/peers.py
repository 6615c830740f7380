"""
Peers: who is at the other end of a request, for throttles only. An address is never kept.
"""

import ipaddress

from starlette.requests import Request


def peer_of(request: Request) -> str:
    """
    Who asks: the network address of a browser, of IPv6 the part that one household has.

    Behind a proxy of our own (on this machine, or in a private network) it is the last address that the proxy wrote down.
    """
    near = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(near)
        if address.is_private and (behind := _forwarded(request)):
            address = ipaddress.ip_address(behind)
    except ValueError:
        return near
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def is_anybody(request: Request) -> bool:
    """
    Whether we cannot tell one peer from another: a proxy of our own that writes down nothing, so that all the world would be one.
    """
    near = request.client.host if request.client else ""
    try:
        return ipaddress.ip_address(near).is_private and not _forwarded(request)
    except ValueError:
        return True


def _forwarded(request: Request) -> str:
    return request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
