"""The changed copy of a picture or of its sidecar, read back before it may be used."""

from pathlib import Path

from assistant.library import container, fields
from assistant.library.exiftool import ExifTool, ToolError
from assistant.library.fields import Change, Fields


def picture(tool: ExifTool, before: Path, now: Fields, change: Change) -> Path:
    """The changed copy of a picture, beside it.

    Args:
        tool: exiftool.
        before: a private copy, with the ending of its format (:func:`container.ending`).
        now: the fields of it.
        change: what is to be changed.

    Raises:
        ToolError: it cannot be made, or does not say what it should.
        OSError: there is no room.
    """
    copy = before.with_stem("after")
    if before.suffix == ".webp":
        _edit_webp(tool, before, copy, change)
    else:
        tool.edit(before, copy, change.arguments)
    _check(tool, copy, now, change)
    return copy


def sidecar(tool: ExifTool, before: Path, copy: Path, now: Fields, change: Change) -> Path | None:
    """The changed copy of a sidecar; None where nothing would be left in it.

    Args:
        tool: exiftool.
        before: the sidecar; it may be missing.
        copy: where the changed one is made.
        now: the fields of it.
        change: what is to be changed.

    Raises:
        ToolError: it cannot be made, or does not say what it should.
    """
    tool.edit(before if before.exists() else None, copy, change.arguments)
    _check(tool, copy, now, change)
    return copy if _holds_anything(tool, copy) else None


def _edit_webp(tool: ExifTool, before: Path, copy: Path, change: Change) -> None:
    """Edit the packet of a WebP file as if it were a sidecar, and put it back."""
    try:
        packet, edited = before.with_name("packet.xmp"), before.with_name("edited.xmp")
        xmp = container.webp_xmp(before)
        if xmp:
            packet.write_bytes(xmp)
        tool.edit(packet if xmp else None, edited, change.arguments)
        left = edited.read_bytes() if _holds_anything(tool, edited) else b""
        copy.write_bytes(container.with_xmp(before, left))
    except ValueError as error:
        raise ToolError(str(error)) from error


def _holds_anything(tool: ExifTool, sidecar: Path) -> bool:
    found = tool.read(sidecar, ("XMP:all",))
    return any(name not in ("SourceFile", "XMP-x:XMPToolkit") for name in found)


def _check(tool: ExifTool, copy: Path, now: Fields, change: Change) -> None:
    """Read back what was written: the next run must know it as its own, all else must be there."""
    after = Fields.of(tool.read(copy, fields.TAGS))
    if change.removes:
        wrong = bool(after.wrote)
    else:
        wrong = any(not after.ours(field) for field in change.texts)
    if wrong:
        raise ToolError("what was written cannot be read back")
    if now.lost(after, change.replaces):
        raise ToolError("something that others wrote in it would be lost")
