"""Who asks: the address of a client, also behind proxies that we are told to believe."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from api.settings import Settings

UNKNOWN = "unknown"


def client_of(scope: Scope, settings: Settings) -> str:
    """The client's address; of IPv6 the /64 network, because one client has all of it.

    With ``proxy_hops`` n it is the n-th address from the right in the header, which the outermost
    of our own proxies wrote; what stands to its left anybody can have made up.
    """
    peer = scope["client"][0] if scope.get("client") else ""
    if settings.proxy_hops > 0:
        values = Headers(scope=scope).getlist(settings.proxy_header)
        hops = [hop.strip() for value in values for hop in value.split(",")]
        if len(hops) >= settings.proxy_hops:
            peer = hops[-settings.proxy_hops]
    found = _address(peer)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return str(found) if found else UNKNOWN


def scheme_of(scope: Scope, settings: Settings) -> str:
    """``http`` or ``https`` as the client sees it, which behind a proxy only the proxy knows."""
    said = Headers(scope=scope).get("x-forwarded-proto", "") if settings.proxy_hops > 0 else ""
    last = said.rpartition(",")[2].strip().lower()
    return last if last in ("http", "https") else str(scope["scheme"])


def masked(client: str) -> str:
    """The network that an address lies in, so that a log names nobody.

    >>> masked("203.0.113.7"), masked("2001:db8:1:2::/64"), masked("unknown")
    ('203.0.113.0', '2001:db8:1::', 'unknown')
    """
    address = _address(client.removesuffix("/64"))
    if address is None:
        return client
    bits = 24 if isinstance(address, IPv4Address) else 48
    return str(ip_network((address, bits), strict=False).network_address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """The address in what a proxy wrote: maybe with brackets, port or zone; None for no address."""
    bare = text.strip("[]") if not text.startswith("[") else text[1:].partition("]")[0]
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
