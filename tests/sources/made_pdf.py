"""PDFs written by hand: text of the file's own, pictures, turned, locked and damaged ones."""

import io
from collections.abc import Sequence

from PIL import Image

A4 = (595, 842)


def pdf(
    pages: Sequence[bytes], size: tuple[float, float] = A4, turn: int = 0, extra: str = ""
) -> bytes:
    """A document whose pages have these contents; F1 is Helvetica."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for content in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {turn} "
            f"/Resources << /Font << /F1 3 0 R >> {extra} >> /Contents {number + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>".encode()
    return _file(objects)


def text(lines: Sequence[str], x: float = 60, top: float = 780, points: float = 12) -> bytes:
    """Lines of Helvetica, one below the other."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    return f"BT /F1 {points} Tf {points * 1.4} TL {x} {top} Td {shown}ET".encode("cp1252")


def scanned(pictures: Sequence[Image.Image]) -> bytes:
    """A document of pictures alone."""
    file = io.BytesIO()
    first, *others = pictures
    first.save(file, "PDF", save_all=True, append_images=others, resolution=150)
    return file.getvalue()


def locked() -> bytes:
    """One that opens with a password only."""
    plain = pdf([text(["secret"])])
    lock = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + "ab" * 32
        + "> /U <"
        + "cd" * 32
        + "> >> /ID [<01> <01>]"
    )
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock.encode())


def _file(objects: Sequence[bytes]) -> bytes:
    file, starts = io.BytesIO(), []
    file.write(b"%PDF-1.4\n")
    for i, content in enumerate(objects, 1):
        starts.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (i, content))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % start for start in starts))
    file.write(
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    )
    return file.getvalue()
