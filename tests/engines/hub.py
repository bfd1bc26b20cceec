"""A server that plays the hub: what it tells of a repository, and its files at each commit."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from assistant.engines.catalogue import Offer
from tests.models.web_server import Server


class Hub(Server):
    """Repositories at commits."""

    def put(
        self, offer: Offer, commit: str, files: dict[str, bytes], licence: str | None = None
    ) -> None:
        """Have the offer's branch at this commit, with these files."""
        rows = []
        for path, content in files.items():
            self.contents[f"{offer.repository}/resolve/{commit}/{path}"] = content
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            row = {"rfilename": path, "size": len(content), "blobId": blob}
            if path.endswith((".safetensors", ".bin")):
                sha256 = hashlib.sha256(content).hexdigest()
                row |= {"lfs": {"size": len(content), "sha256": sha256, "pointerSize": 134}}
            rows.append(row)
        told = {"id": offer.repository, "sha": commit, "siblings": rows}
        told |= {"cardData": {"license": licence or offer.licence.lower()}}
        self.tell(offer, json.dumps(told).encode())

    def tell(self, offer: Offer, said: bytes) -> None:
        """Say this of the offer's branch."""
        branch = quote(offer.revision, safe="")
        self.contents[f"api/models/{offer.repository}/revision/{branch}?blobs=true"] = said


@contextmanager
def running() -> Iterator[Hub]:
    """A hub on this computer."""
    with Hub() as hub, hub.serving():
        yield hub
