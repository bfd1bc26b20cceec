"""Faults of a server, each as one true sentence."""

import json
import re
import ssl
from typing import TYPE_CHECKING

from assistant.engines.addresses import Address, Reach
from assistant.engines.parts import Part, PartError
from assistant.errors import EngineError
from assistant.untrusted import inner, plain

if TYPE_CHECKING:
    import httpx2

_QUOTED = 160  # characters of a server's own words
_OF_PICTURES = re.compile(r"\b(?:images?|vision|multimodal|mmproj)\b", re.IGNORECASE)
"""In a server's words: llama.cpp calls a picture that its model cannot see an error of its own."""
_STANDS = "Glimpse's own description stands."


class BusyError(EngineError):
    """The server says that it cannot now.

    Attributes:
        wait: seconds after which it may be asked again; None where it does not say.
    """

    def __init__(self, message: str, wait: float | None) -> None:
        super().__init__(message)
        self.wait = wait


class RefusedError(EngineError):
    """The server does not take what was sent, most likely the picture."""


class NoEntryError(PartError):
    """The server lets nobody in with this key, or with none."""


def of_status(
    place: Address, model: str, response: "httpx2.Response", body: bytes, *, keyed: bool = False
) -> EngineError:
    """The fault behind an answer without success.

    Args:
        place: the server.
        model: that was asked; empty where only its models were.
        response: the answer.
        body: as much of it as has come.
        keyed: a key was sent along.
    """
    code, host = response.status_code, place.host
    if 300 <= code < 400:
        return EngineError(
            f"{host} wants the picture to be sent elsewhere, {_elsewhere(response)}. I did not do "
            "that. If it has moved, add it anew with its new address."
        )
    if code in (401, 403):
        return NoEntryError(
            f"{host} does not accept the key. Remove the engine, and add it with the right one."
            if keyed
            else f"{host} wants a key. Remove the engine, and add it with one.",
            Part.KEY,
        )
    if code == 402:
        return EngineError(f"{host} says that there is no credit left. Look at your account there.")
    if code in (404, 410) and not model:
        return PartError(
            f"There is a server at {host}, but no list of models at this address. Check the "
            "address: it often ends in /v1.",
            Part.ADDRESS,
        )
    if code in (404, 410):
        return EngineError(
            f"{host} has no model {plain(model, 80)} now, or is no such server. "
            "Choose another model, or check the address."
        )
    if code == 413:
        return EngineError(f"{host} finds the picture too large. Use another model or server.")
    if code == 429:
        return _busy(f"{host} has been asked too often, or too much", response)
    told = said(body)
    if code >= 500 and not _OF_PICTURES.search(told):
        return _busy(f"{host} is out of order, error {code}", response, told)
    why = f", and says: “{told}”" if told else ""
    return RefusedError(
        f"{host} refuses, error {code}{why}. The model may not be one that takes pictures."
    )


def of_stream(place: Address, raw: object) -> EngineError:
    """An error that comes within the answer."""
    told = _message(raw)
    why = f": “{told}”" if told else ""
    return EngineError(f"{place.host} has failed in the middle{why}. {_STANDS}")


def of_connection(place: Address, error: Exception, began: bool) -> EngineError:
    """The fault behind a broken or refused connection.

    Args:
        place: the server.
        error: of httpx2.
        began: something of the answer had come.
    """
    import httpx2

    host = place.host
    if _has_cause(error, ssl.SSLCertVerificationError):
        return PartError(
            f"{host} cannot prove that it is {host}: its certificate is not valid. I sent nothing.",
            Part.ADDRESS,
        )
    if _has_cause(error, ssl.SSLError) and not began:
        return PartError(f"{host} speaks no safe protocol (TLS). Check the address.", Part.ADDRESS)
    if isinstance(error, httpx2.SSEError):
        return EngineError(f"{host} sent far too much at once, so I stopped listening. {_STANDS}")
    if isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError)):
        if place.reach is Reach.HERE:
            return PartError(
                f"Nothing answers at {host}. Start the server there and try again.", Part.ADDRESS
            )
        return PartError(
            f"I cannot reach {host}. Check the network connection and the address.",
            Part.ADDRESS,
        )
    if isinstance(error, httpx2.TimeoutException):
        return silent(place)
    if isinstance(error, httpx2.DecodingError):
        return garbage(place)
    if began:
        return broken_off(place)
    return EngineError(f"{host} ended the connection without an answer. Try again later.")


def silent(place: Address) -> EngineError:
    """Nothing came for too long."""
    return EngineError(f"{place.host} says nothing any more, so I gave up. {_STANDS}")


def slow(place: Address) -> EngineError:
    """The fault of an answer that never comes to an end."""
    return EngineError(f"{place.host} takes too long, so I stopped listening. {_STANDS}")


def broken_off(place: Address) -> EngineError:
    """The answer ended before its end."""
    return EngineError(f"{place.host} stopped in the middle of its answer. {_STANDS}")


def garbage(place: Address) -> EngineError:
    """The fault of something that is no answer."""
    return PartError(
        f"{place.host} answers with something else than an answer. "
        "Check that it is a server of the OpenAI kind, and that its address is right.",
        Part.ADDRESS,
    )


def too_much(who: str) -> EngineError:
    """More came than any answer has."""
    return EngineError(f"{who} sends far too much, so I stopped listening. {_STANDS}")


def endless(name: str) -> EngineError:
    """The same was said again and again."""
    return EngineError(f"{name} says the same again and again, so I stopped it. {_STANDS}")


def empty(name: str) -> EngineError:
    """Nothing was said."""
    return EngineError(f"{name} answers, but says nothing. {_STANDS}")


def said(body: bytes) -> str:
    """A server's own words of its error, short and clean; empty if none can be read."""
    try:
        return _message(json.loads(body))
    except ValueError:
        return ""


def _message(raw: object) -> str:
    for key in ("error", "detail", "message"):
        if isinstance(raw, dict) and key in raw:
            return _message(raw[key])
    if isinstance(raw, list) and raw:
        return _message(raw[0])
    return inner(plain(raw, _QUOTED)) if isinstance(raw, str) else ""


def _busy(what: str, response: "httpx2.Response", told: str = "") -> BusyError:
    asked = str(response.headers.get("Retry-After", ""))
    wait = float(asked) if re.fullmatch(r"\d{1,6}(\.\d+)?", asked) else None
    then = f"in {_time(wait)}" if wait else "later"
    why = f", and says: “{told}”" if told else ""
    return BusyError(f"{what}{why}. Try again {then}.", wait)


def _time(seconds: float) -> str:
    if seconds < 91:
        return "a second" if seconds <= 1 else f"{round(seconds)} seconds"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 91 else f"{round(minutes / 60)} hours"


def _elsewhere(response: "httpx2.Response") -> str:
    target = str(response.headers.get("Location", ""))
    host = re.sub(r"^\w+://", "", target).partition("/")[0].rpartition("@")[2]
    if "://" in target and host:
        return f"to {plain(host, 80)}"
    return "to another address of its own" if target else "without saying where"


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
