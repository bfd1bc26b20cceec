"""One file over HTTP into a ``.part`` file, resumed where it stopped.

Why httpx2 does the transfer: its response is an iterator, so each chunk is a place to report
progress and to stop, without a thread. It follows redirects, knows proxies, times out and uses the
system's certificates, and it is what huggingface_hub itself rides on, so it costs no new
dependency. The others were weighed: ``hf_hub_download`` resumes, but only knows the hub and takes
the thread until it is done, with progress by way of a tqdm class; its inner ``http_get`` also
resumes, but never asks whether the file behind the address is still the same one; pooch and
``torch.hub.download_url_to_file`` start from nothing each time.
"""

import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant import __version__
from assistant.errors import ModelError
from assistant.models.registry import ModelFile

if TYPE_CHECKING:
    import httpx2

_log = logging.getLogger(__name__)

WAITS = (1.0, 2.0, 4.0, 8.0)  # seconds before each new try; what arrives starts them anew
_TRIES_FIRST = 2  # where nothing came yet, such as without a network, the user hears it soon
TIMEOUT = 10.0  # seconds without a sign of the server; also the longest that a cancel can take
_LONGEST_WAIT = 60.0  # seconds; a server that asks for more is given up
_BUSY = {408, 429, 500, 502, 503, 504}  # faults that pass
_MOST_UNKNOWN = 1 << 20  # bytes; more than this is no small configuration file
_KEPT = "What has arrived is kept."


class _PassingError(Exception):
    """A fault that may be gone at the next try."""

    wait = 0.0  # seconds that the server asks for


class _BusyError(_PassingError):
    """The server says that it cannot now."""

    def __init__(self, code: int, wait: float) -> None:
        super().__init__(f"error {code}")
        self.wait = wait


def fetch(file: ModelFile, part: Path) -> Iterator[int]:
    """Bring ``file`` into ``part``; yields the bytes that are there, also while it waits.

    Stopping the iterator leaves ``part`` to be resumed. Its content is not checked here.

    Raises:
        ModelError: it cannot be had; the sentence says why and what to do.
        OSError: ``part`` cannot be written.
    """
    import httpx2

    if file.size and _size(part) == file.size:
        return
    headers = {"User-Agent": f"Glimpse/{__version__}", "Accept-Encoding": "identity"}
    with httpx2.Client(follow_redirects=True, timeout=TIMEOUT, headers=headers) as client:
        tries, limit, most = 0, _TRIES_FIRST, _size(part)
        while True:
            try:
                yield from _stream(client, file, part)
                return
            except (httpx2.RequestError, _PassingError) as error:
                _log.info("%s, try %d: %r", file.url, tries + 1, error)
                if _size(part) > most:  # more than ever before: not in circles
                    tries, limit, most = 0, len(WAITS), _size(part)
                asked = error.wait if isinstance(error, _PassingError) else 0.0
                if tries >= limit or asked > _LONGEST_WAIT:
                    raise ModelError(_gave_up(file, error, _size(part))) from error
            yield from _pause(max(asked, WAITS[tries]), part)
            tries += 1


def _stream(client: "httpx2.Client", file: ModelFile, part: Path) -> Iterator[int]:
    """One request: the rest of the file if it is still the same one, else the whole."""
    with client.stream("GET", file.url, headers=_resume_headers(part)) as response:
        offset = _offset(response, part)
        _check_status(response, file)
        _check_length(response, file, offset)
        with part.open("ab" if offset else "wb") as out:
            _tag_file(part).write_text(_tag(response), encoding="utf-8")
            done = offset
            for chunk in response.iter_bytes():
                done += len(chunk)
                _check_end(done, file)
                out.write(chunk)
                yield done
    if done < file.size:
        raise _PassingError(f"ended after {done} of {file.size} bytes")


def _resume_headers(part: Path) -> dict[str, str]:
    """Ask for the rest only where the server said how to tell that the file is still the same."""
    tag = _tag_file(part)
    if _size(part) and tag.exists() and (value := tag.read_text(encoding="utf-8")):
        return {"Range": f"bytes={_size(part)}-", "If-Range": value}
    return {}


def _tag_file(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")


def _tag(response: "httpx2.Response") -> str:
    """What identifies this content: a strong ETag or the date, as RFC 9110, 13.1.5 wants it.

    Nothing does where the server packs the content in spite of us: offsets mean nothing then.
    """
    if "Content-Encoding" in response.headers:
        return ""
    etag = str(response.headers.get("ETag", ""))
    return etag if etag.startswith('"') else str(response.headers.get("Last-Modified", ""))


def _offset(response: "httpx2.Response", part: Path) -> int:
    """Where in the file the answer begins: at the end of ``part``, or at 0.

    Raises:
        _PassingError: a range came that does not continue ``part``; that is dropped.
    """
    if response.status_code == 416:  # ``part`` is longer than the file: not its beginning
        discard(part)
        raise _PassingError("range refused")
    if response.status_code != 206:
        return 0
    start = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    continues = start is not None and int(start[1]) == _size(part)
    # Not every server heeds If-Range: storage behind the hub may send the rest of another file.
    if not continues or _tag(response) != _tag_file(part).read_text(encoding="utf-8"):
        discard(part)
        raise _PassingError("the file has changed on the server")
    return _size(part)


def _check_status(response: "httpx2.Response", file: ModelFile) -> None:
    host, code = response.url.host, response.status_code
    if code in _BUSY:
        asked = response.headers.get("Retry-After", "")
        raise _BusyError(code, float(asked) if asked.isdigit() else 0.0)
    if code in (404, 410):
        raise ModelError(f"{host} no longer has {file.path}. {file.otherwise}")
    if code not in (200, 206):
        raise ModelError(f"{host} refuses to give {file.path} (error {code}). Try again later.")


def _check_length(response: "httpx2.Response", file: ModelFile, offset: int) -> None:
    """Refuse another file before its first byte instead of after its last."""
    length = response.headers.get("Content-Length", "")
    packed = "Content-Encoding" in response.headers
    if file.size and length.isdigit() and not packed and offset + int(length) != file.size:
        raise _another(file)


def _check_end(done: int, file: ModelFile) -> None:
    if done > (file.size or _MOST_UNKNOWN):
        raise _another(file)


def _another(file: ModelFile) -> ModelError:
    return ModelError(
        f"{urlsplit(file.url).hostname} has another {file.path} than the one that Glimpse knows, "
        f"so I did not take it. {file.otherwise}"
    )


def _pause(seconds: float, part: Path) -> Iterator[int]:
    """Wait in short steps, each a place to stop."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        yield _size(part)
        time.sleep(min(0.1, left))


def _gave_up(file: ModelFile, error: Exception, kept: int) -> str:
    import httpx2

    host = urlsplit(file.url).hostname
    if isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError)):
        said = f"I cannot reach {host}. Check the network connection and try again."
    elif isinstance(error, _BusyError):
        said = f"{host} is out of order or busy ({error}). Try again later."
    else:
        said = f"The connection to {host} keeps breaking off. Try again later."
    return f"{said} {_KEPT}" if kept else said


def discard(part: Path) -> None:
    """Forget a partial download."""
    part.unlink(missing_ok=True)
    _tag_file(part).unlink(missing_ok=True)


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0
