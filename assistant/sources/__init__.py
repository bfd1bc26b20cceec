"""Sources of x: pictures, the clipboard, folders and cameras; films: ``assistant.video``."""

from assistant.sources.camera import CameraInfo, cameras, open_camera
from assistant.sources.copied import Copied
from assistant.sources.files import local, title
from assistant.sources.film_files import check_film
from assistant.sources.folder import SUFFIXES, expand, is_service
from assistant.sources.live_source import Capture, EndOfVideo, Notice, live
from assistant.sources.paste import clipboard
from assistant.sources.picture import DAMAGED_NOTE, image, image_bytes
from assistant.sources.raw import PREVIEW_NOTE
from assistant.sources.unread import left_out, unreadable

__all__ = [
    "DAMAGED_NOTE",
    "PREVIEW_NOTE",
    "SUFFIXES",
    "CameraInfo",
    "Capture",
    "Copied",
    "EndOfVideo",
    "Notice",
    "cameras",
    "check_film",
    "clipboard",
    "expand",
    "image",
    "image_bytes",
    "is_service",
    "left_out",
    "live",
    "local",
    "open_camera",
    "title",
    "unreadable",
]
