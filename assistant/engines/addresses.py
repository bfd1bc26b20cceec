"""Addresses of servers, and whether pictures and keys can travel there unread."""

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from assistant.engines.parts import Part, PartError

_LOCAL_ENDINGS = (".local", ".lan", ".home.arpa", ".internal")


class Reach(StrEnum):
    """Distance of a server."""

    HERE = "on this computer"
    NETWORK = "in this network"
    INTERNET = "on the internet"


@dataclass(frozen=True)
class Address:
    """The base address of a server, such as ``http://localhost:11434/v1``.

    Attributes:
        url: without a slash at its end.
        host: name or number, as a person would call it, with the port where one is given.
        reach: how far away it is.
        encrypted: nobody on the way can read what is sent.
    """

    url: str
    host: str
    reach: Reach
    encrypted: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port: what consent and keys are given for."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def parsed(text: str) -> Address:
    """Understand an address that somebody typed; without a scheme, http here and https elsewhere.

    Raises:
        PartError: it is none.
    """
    typed = text.strip()
    if not typed:
        raise PartError("Say where the server is, such as http://localhost:11434/v1.", Part.ADDRESS)
    if "://" not in typed:
        typed = f"http://{typed}"
        if parsed(typed).reach is Reach.INTERNET:
            typed = typed.replace("http://", "https://", 1)
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in ("http", "https") or not typed.isprintable() or " " in typed:
        raise PartError(
            f"“{text.strip()[:80]}” is no address of a server. "
            "It should be like http://localhost:11434/v1.",
            Part.ADDRESS,
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise PartError(
            "The address must not contain a name, a password or a question mark.", Part.ADDRESS
        )
    shown = f"[{host}]" if ":" in host else host
    url = f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"
    told = f"{shown}:{port}" if port else shown
    return Address(url, told, _reach(host), parts.scheme == "https")


def _reach(host: str) -> Reach:
    if host == "localhost" or host.endswith(".localhost"):
        return Reach.HERE
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        near = "." not in host or host.endswith(_LOCAL_ENDINGS)
        return Reach.NETWORK if near else Reach.INTERNET
    if number.is_loopback:
        return Reach.HERE
    return Reach.NETWORK if number.is_private or number.is_link_local else Reach.INTERNET
