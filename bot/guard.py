"""Which addresses may be dialled: those of the public internet, and no one's inside."""

import errno
import socket
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Ranges that `is_global` lets through though they may lead inside: tunnels and translations carry
# any IPv4 address, the others are set aside for protocols (RFC 6890 and its registries).
_INSIDE = [
    ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "::/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "100::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
        "ff00::/8",
    )
]


# Link-local addresses, and those beside them by which AWS and Alibaba tell a machine its credentials.
_SECRETS = [
    ip_network(text)
    for text in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32")
]

REFUSED = "{} is not a public address (see allow_private in the settings)"

KEPT = 1024
"""Addresses of which is kept what they are: finding it out takes 20 µs, a whole poll 400."""

AddressInfo = tuple[int, int, int, str, tuple[str | int, ...]]


def open_private_socket(info: AddressInfo) -> socket.socket:
    """Guard what may be inside too: no site stands where clouds hand out a machine's own secrets."""
    host = str(info[4][0])
    if _keeps_secrets(host):
        raise PermissionError(
            errno.EACCES, f"{host} is where clouds keep a machine's secrets, and no site"
        )
    return _open(info)


def open_public_socket(info: AddressInfo) -> socket.socket:
    """Guard the very address about to be dialled: after DNS, so nothing can change in between."""
    host = str(info[4][0])
    if not is_public(host):
        raise PermissionError(errno.EACCES, REFUSED.format(host))
    return _open(info)


def _open(info: AddressInfo) -> socket.socket:
    family, kind, protocol, _, _ = info
    return socket.socket(family, kind, protocol)


@lru_cache(maxsize=KEPT)
def _keeps_secrets(host: str) -> bool:
    address = _plain(host)
    return any(address in network for network in _SECRETS)


@lru_cache(maxsize=KEPT)
def is_public(host: str) -> bool:
    """Say whether an IP address belongs to the public internet and to no one's inside."""
    address = _plain(host)
    return address.is_global and not any(address in network for network in _INSIDE)


def _plain(host: str) -> IPv4Address | IPv6Address:
    """Read an IP address; one of IPv4 in the clothes of IPv6 is dialled as what it is."""
    address = ip_address(host)
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def is_named_inside(host: str) -> bool:
    """Say whether a host is written as an inside address, in any spelling, or as this machine.

    For where another one, a proxy, finds out the address: what a name leads to is not known here.
    """
    if host.lower().rstrip(".").endswith("localhost"):
        return True
    with suppress(OSError):
        host = socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    with suppress(ValueError):
        return not is_public(host)
    return False
