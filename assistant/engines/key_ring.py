"""Secrets of engines, in the system's key ring and nowhere else."""

from typing import TYPE_CHECKING

from assistant.engines.addresses import Address, Reach
from assistant.engines.parts import Part, PartError
from assistant.errors import EngineError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "Glimpse"


def get(name: str, place: Address) -> str:
    """The key of an engine; it was given for this server, and goes to no other.

    Raises:
        EngineError: the key ring is locked or gone, or has no such key.
    """
    import keyring.errors

    try:
        key = _ring().get_password(_SERVICE, _user(name, place))
    except keyring.errors.KeyringError as error:
        raise EngineError("The key ring is locked. Unlock it and try again.") from error
    if not key:
        raise EngineError(f"There is no key for {place.host}. Remove the engine and add it again.")
    return str(key)


def put(name: str, place: Address, key: str) -> None:
    """Keep a key.

    Raises:
        PartError: there is no key ring, it is locked, or the key cannot be one.
    """
    import keyring.errors

    if not key.isascii() or not key.isprintable() or " " in key or not key:
        raise PartError(
            "That is no key: a key has letters, numbers and signs, and no spaces.", Part.KEY
        )
    if not place.encrypted and place.reach is not Reach.HERE:
        raise PartError(
            f"The address of {place.host} begins with http:, so anybody on the way could read the "
            "key. Use an address that begins with https:.",
            Part.ADDRESS,
        )
    try:
        _ring().set_password(_SERVICE, _user(name, place), key)
    except keyring.errors.KeyringError as error:
        raise PartError(
            "The key ring does not take the key. Unlock it and try again.", Part.KEY
        ) from error


def forget(name: str, place: Address) -> None:
    """Delete a key, if there is one.

    Raises:
        EngineError: the key ring does not let go of it.
    """
    import keyring.errors

    try:
        if _ring().get_password(_SERVICE, _user(name, place)) is not None:
            _ring().delete_password(_SERVICE, _user(name, place))
    except keyring.errors.KeyringError as error:
        raise EngineError("The key ring is locked, so the key is still in it.") from error


def _ring() -> "KeyringBackend":
    """The system's key ring.

    Raises:
        PartError: there is none.
    """
    import keyring
    from keyring.backends import fail, null

    ring = keyring.get_keyring()
    if isinstance(ring, (fail.Keyring, null.Keyring)):
        raise PartError(
            "This computer has no key ring in which a key could be kept. "
            "On Linux, install GNOME Keyring or KWallet.",
            Part.KEY,
        )
    return ring


def _user(name: str, place: Address) -> str:
    return f"{name.lower()} at {place.origin}"
