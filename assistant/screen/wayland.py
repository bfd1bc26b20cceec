"""Wayland: the desktop's portal takes the picture, after asking the user where it wants to.

Source: org.freedesktop.portal.Screenshot and org.freedesktop.portal.Request. The answer is a file,
which belongs to us: it is read and deleted.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
from PIL import Image, UnidentifiedImageError

from assistant.errors import SourceError
from assistant.pipeline.frame import Pixels

_PATIENCE_S = 60  # a person may be asked, and must find the question first
_ANSWER_S = 5
_DONE, _REFUSED = 0, 1

_NO_PORTAL = (
    "This desktop gives programs no picture of the screen. Press Print Screen and paste the "
    "picture with Ctrl+V in Glimpse."
)
_SAID_NO = (
    "The desktop was asked for a picture of the screen, and it was refused. Allow screenshots for "
    "Glimpse in the desktop's settings, or paste one with Ctrl+V."
)
_NO_ANSWER = (
    "The desktop was asked for a picture of the screen and did not answer. Look for its question "
    "and allow it, then try again."
)


def screenshot() -> Pixels:
    """All of the screen, RGB uint8 (H, W, 3).

    Raises:
        SourceError: there is no portal, it refused, or it did not answer.
    """
    from jeepney import DBusErrorResponse

    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise SourceError(_NO_PORTAL)
    try:
        code, results = _asked()
    except TimeoutError as error:
        raise SourceError(_NO_ANSWER) from error
    except (DBusErrorResponse, OSError, EOFError) as error:
        raise SourceError(_NO_PORTAL) from error
    if code != _DONE or "uri" not in results:
        raise SourceError(_SAID_NO if code == _REFUSED else _NO_PORTAL)
    return _read(Path(unquote(urlsplit(results["uri"][1]).path)))


def _asked() -> tuple[int, dict[str, Any]]:
    """What the portal answered: a code, and the address of the picture."""
    from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    portal = DBusAddress(
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Desktop",
        "org.freedesktop.portal.Screenshot",
    )
    token = f"glimpse{secrets.token_hex(8)}"
    with open_dbus_connection("SESSION") as bus:
        sender = bus.unique_name.removeprefix(":").replace(".", "_")
        rule = MatchRule(
            type="signal",
            interface="org.freedesktop.portal.Request",
            member="Response",
            path=f"/org/freedesktop/portal/desktop/request/{sender}/{token}",
        )
        unwrap_msg(bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=_ANSWER_S))
        options = {"handle_token": ("s", token), "interactive": ("b", False)}
        question = new_method_call(portal, "Screenshot", "sa{sv}", ("", options))
        with bus.filter(rule) as answers:
            unwrap_msg(bus.send_and_get_reply(question, timeout=_ANSWER_S))
            answer = bus.recv_until_filtered(answers, timeout=_PATIENCE_S)
    code, results = answer.body
    return code, results


def _read(path: Path) -> Pixels:
    try:
        with Image.open(path) as picture:
            return np.asarray(picture.convert("RGB"))
    except (OSError, UnidentifiedImageError) as error:
        raise SourceError(_NO_PORTAL) from error
    finally:
        with suppress(OSError):  # another program's folder: then it is left to it
            path.unlink(missing_ok=True)
