"""What the tests of this folder share: pictures, jobs, and a look at what was written."""

import hashlib
import json
import os
import shutil
import subprocess
import time
from functools import cache

import numpy as np
import pillow_heif
import psutil
import pytest
from PIL import Image, ImageSequence

from assistant.library.annotation import AltTexts
from assistant.library.exiftool import ExifTool
from assistant.library.journal import Journal
from assistant.library.outcome import WriteTarget
from assistant.library.prepare import AltTextTask, prepare
from assistant.metadata.sidecar import sidecar_of
from assistant.pipeline.options import Options
from assistant.work import Setup
from tests.sources.made import photo
from tests.waiting import SECONDS

needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None,
    reason="exiftool is not installed (Debian: libimage-exiftool-perl)",
)

TEXTS = AltTexts(
    alt="A dog with a ball.",
    caption="A dog with a ball. There is text: “Café”.",
    description="A dog with a ball. The dog is on the left. There is text: “Café”.",
    keywords=("dog", "ball"),
    text=("Café", "50 % off"),
)
PIPELINE = Setup(senses=Options().public).version  # as the command asks


def picture(path, kind="JPEG", **options):
    """Make a picture file and return its path."""
    pillow_heif.register_heif_opener()
    path.parent.mkdir(parents=True, exist_ok=True)
    photo().save(path, kind, **options)
    return path


def pixels(path):
    """All pictures in a file, decoded."""
    pillow_heif.register_heif_opener()
    with Image.open(path) as opened:
        return [np.asarray(frame.convert("RGBA")) for frame in ImageSequence.Iterator(opened)]


def same_pixels(one, other):
    return len(one) == len(other) and all(map(np.array_equal, one, other))


@cache
def tool():
    return ExifTool()


def end_exiftool():
    if tool.cache_info().currsize:
        tool().close()


def told_by_exiftool(path):
    """What exiftool reads in a file: group:name → value."""
    return tool().read(path, ["XMP:all", "IPTC:all", "EXIF:all"])


def told_independently(path):
    """The same from a process of its own, without our configuration."""
    command = ["exiftool", "-config", "", "-j", "-G1", "-a", "-XMP:all", str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)[0]


def write_by_hand(path, *arguments):
    """What a person writes with another program."""
    tool()._ask("-q", "-overwrite_original", *arguments, str(path))


def seed(*paths):
    """Let the journal know what these pictures show, as a run that described them would have."""
    with Journal() as journal:
        for path in paths:
            journal.described(sha256(path), PIPELINE, TEXTS)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def job(path, target=WriteTarget.XMP, **options):
    known = options.pop("known", TEXTS)
    pipeline = options.pop("pipeline", PIPELINE)
    return AltTextTask(path, sha256(path), sidecar_of(path), target, pipeline, known, **options)


def prepared(path, folder, target=WriteTarget.XMP, **options):
    """Prepare one picture with a real exiftool, in a new folder in ``folder``."""
    work = folder / f"work-{len(list(folder.iterdir()))}"
    work.mkdir()
    return prepare(job(path, target, **options), work, tool(), _must_not_describe)


def packet(path):
    """The XMP packet, as Pillow finds it."""
    with Image.open(path) as opened:
        opened.load()
        return opened.info["xmp"]


def annotated(path, folder, target=WriteTarget.XMP, **options):
    """Prepare one picture and put what was made in its place, simply."""
    result = prepared(path, folder, target, **options)
    for made in result.made:
        if made.content is None:
            made.place.unlink()
        else:
            made.place.write_bytes(made.content)
    return result


def _must_not_describe(frame, whole):
    raise AssertionError("described again")


def left_running(number, group=None):
    """Processes of a session, or of another group, that still run long after."""
    deadline = time.monotonic() + SECONDS / 2
    while True:
        left = [
            p
            for p in psutil.process_iter(["status"])
            if _group(p.pid, group or os.getsid) == number
        ]
        left = [p for p in left if p.info["status"] != psutil.STATUS_ZOMBIE]
        if not left:
            return []
        if time.monotonic() > deadline:
            return [str(p) for p in left]
        time.sleep(0.1)


def _group(pid, group):
    try:
        return group(pid)
    except OSError:
        return None
