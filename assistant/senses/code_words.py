"""Words for a code: its kind, then what it is for. Its text is data, never a command.

A link is named by its site only, and by the true one: what stands before an @ is not the site, and
a name that is not in plain letters is given as machines write it (RFC 3490), because "аpple" in
Cyrillic letters sounds like "apple". Passwords and keys are never said, shown or kept.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from assistant.pipeline.evidence import Observation
from assistant.untrusted import cut, plain

LONGEST = 500  # characters of a code's text that are kept
_QUOTED = 120  # of those that are spoken
_HOST = 80  # of a site's name; its end says whose it is
_BREAK = " | "  # in place of a line break, so that a contact card stays readable in one line

_SECRETS = (
    re.compile(r"(?i)(^WIFI:(?:.*?;)?P:)(?:\\.|[^;\\])*"),
    re.compile(r"(?i)(^otpauth(?:-migration)?:).*"),
)
_BARE_SITE = re.compile(r"(?i)^(?:www\.[^\s/]+|[a-z0-9.-]+\.[a-z]{2,}/)\S*$")
_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):(?=\S)")
_DIGITS = {8: (4, 4), 12: (1, 5, 5, 1), 13: (1, 6, 6)}  # as they are printed below the bars


def cleaned(text: str) -> str:
    """One line of at most 500 characters without control, bidi and other unseen characters."""
    line = _BREAK.join(filter(None, map(plain, text[: 4 * LONGEST].splitlines())))
    for secret in _SECRETS:
        line = secret.sub(r"\1…", line)
    return cut(line, LONGEST)


def words(observation: Observation) -> str:
    """Words for a code: "QR code: a link to example.org"."""
    return f"{observation.label}: {_meaning(observation)}"


def _meaning(observation: Observation) -> str:
    text = cleaned(observation.content)
    if observation.label == "barcode" and text.isascii() and text.isdigit():
        return _spelled(text)
    start = text.upper()
    for prefix, said in _KINDS.items():
        if start.startswith(prefix):
            return said(text[len(prefix) :])
    if _BARE_SITE.match(text):
        return _link(f"http://{text}")
    scheme = _SCHEME.match(text)
    if scheme and "//" in text[scheme.end() : scheme.end() + 2]:
        return f"a link for the app “{scheme[1].lower()[:40]}”"
    return _quoted(text) if text else "no text"


def _link(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        host = _host(parts)
    except (ValueError, UnicodeError):
        return "a link that is not valid"
    if not host:
        return "a link that is not valid"
    if "\\" in address:  # programs disagree on where such an address leads
        return "a link with a misleading address; do not trust it"
    name = host if len(host) <= _HOST else f"…{host[-_HOST:]}"
    if "xn--" in host:
        said = f"a link to a site whose name is not in plain letters: {name}"
    elif re.fullmatch(r"[\d.]+|[\da-f:.]*:[\da-f:.]*", host):
        said = f"a link to the numbered address {name}"
    else:
        said = f"a link to {name}"
    return f"{said}, with a misleading address" if "@" in parts.netloc else said


def _host(parts: SplitResult) -> str:
    """The site that a browser would open, in plain letters."""
    host = unicodedata.normalize("NFKC", unquote(parts.hostname or "")).rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if re.search(r"[^a-z0-9._:-]", host):
        raise ValueError("not the name of a site")
    return host.removeprefix("www.")


def _wifi(fields: str) -> str:
    name = _fields(fields).get("S", "")
    return f"a Wi-Fi network called {_quoted(name)}" if name else "a Wi-Fi network"


def _mecard(fields: str) -> str:
    family, _, given = _fields(fields).get("N", "").partition(",")
    return _contact(f"{given} {family}")


def _vcard(text: str) -> str:
    lines = dict(reversed([_property(line) for line in text.split(_BREAK.strip())]))
    family, _, given = lines.get("N", "").partition(";")
    return _contact(lines.get("FN") or f"{given.split(';')[0]} {family}")


def _event(text: str) -> str:
    lines = dict(reversed([_property(line) for line in text.split(_BREAK.strip())]))
    title = lines.get("SUMMARY", "")
    return f"a calendar entry called {_quoted(title)}" if title else "a calendar entry"


def _contact(name: str) -> str:
    name = re.sub(r"\\(.)", r"\1", name).strip()
    return f"a contact card of {_quoted(name)}" if name else "a contact card"


def _property(line: str) -> tuple[str, str]:
    """The name and value of "FN;CHARSET=UTF-8:Anna"."""
    name, _, value = line.strip().partition(":")
    return name.partition(";")[0].upper(), value.strip()


def _fields(text: str) -> Mapping[str, str]:
    r"""The fields of "S:Home\;1;T:WPA;;": the first of each name counts."""
    found: dict[str, str] = {}
    for field in re.findall(r"(?:\\.|[^;\\])+", text):
        name, colon, value = field.partition(":")
        if colon:
            found.setdefault(name.strip().upper(), re.sub(r"\\(.)", r"\1", value))
    return found


def _email(text: str) -> str:
    return f"an e-mail to {_quoted(unquote(text.partition('?')[0]))}"


def _message(text: str) -> str:
    return f"a text message to {_phone(re.split('[?:]', text)[0])}"


def _phone(text: str) -> str:
    digits = re.sub(r"[^\d+*#]", "", unquote(text))[:20]
    return " ".join(digits) or "an unknown number"


def _place(text: str) -> str:
    numbers = re.match(r"\s*(-?\d{1,3}(?:\.\d+)?),\s*(-?\d{1,3}(?:\.\d+)?)", text)
    if not numbers:
        return "a place on the map"
    north, east = (round(float(n), 3) for n in numbers.groups())
    return (
        f"a place on the map, {abs(north):g} degrees {'north' if north >= 0 else 'south'}, "
        f"{abs(east):g} degrees {'east' if east >= 0 else 'west'}"
    )


def _spelled(digits: str) -> str:
    """Digits one by one, in the groups in which they are printed."""
    if len(digits) == 13 and digits.startswith("0"):
        digits = digits[1:]  # an American code, which is printed without this zero
    sizes = _DIGITS.get(len(digits)) or (4,) * -(-min(len(digits), 48) // 4)
    groups, start = [], 0
    for size in sizes:
        groups.append(" ".join(digits[start : start + size]))
        start += size
    return ", ".join(groups) + (", and more" if start < len(digits) else "")


def _quoted(text: str) -> str:
    return f"“{cut(text, _QUOTED).strip().replace('“', '').replace('”', '')}”"


_KINDS: Mapping[str, Callable[[str], str]] = {
    "HTTP://": lambda rest: _link(f"http://{rest}"),
    "HTTPS://": lambda rest: _link(f"https://{rest}"),
    "URLTO:": _link,
    "WIFI:": _wifi,
    "BEGIN:VCARD": _vcard,
    "MECARD:": _mecard,
    "BEGIN:VEVENT": _event,
    "BEGIN:VCALENDAR": _event,
    "MAILTO:": _email,
    "MATMSG:": lambda rest: _email(_fields(rest).get("TO", "")),
    "TEL:": lambda rest: f"the phone number {_phone(rest)}",
    "SMSTO:": _message,
    "SMS:": _message,
    "GEO:": _place,
    "OTPAUTH": lambda _: "a key for signing in",
    "JAVASCRIPT:": lambda _: "a program; do not open it",
    "DATA:": lambda _: "embedded data; do not open it",
}
