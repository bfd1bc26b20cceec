"""QR codes and barcodes at five sizes and three tilts, plain, blurred and of low contrast.

``python -m tests.benchmarks.truth codes``. A case is right when exactly the text that was written
is read and the box lies on the code; ``python -m tests.benchmarks.truth.codes`` compares the sense
with OpenCV's detectors on the same pictures.
"""

from collections.abc import Callable, Iterator

import cv2
import numpy as np
import zxingcpp

from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import codes
from tests.benchmarks.truth import degrade
from tests.benchmarks.truth.row import Row

TEXTS = {
    "QRCode": "https://example.org/timetable?line=12",
    "EAN13": "4006381333931",
    "EAN8": "96385074",
    "Code128": "GLIMPSE-2048",
    "Code39": "SHELF-17B",
    "ITF": "15400141288763",
    "DataMatrix": "01 parcel 7781",
    "Aztec": "coach 7, seat 61",
}
MAIN = ("QRCode", "EAN13")
SIZES = (2.0, 2.5, 3.5, 5.0, 8.0)  # pixels of the narrowest bar or module on a 1280 × 720 picture
TILTS = ("upright", "turned by 20°", "seen from the side")
_HEIGHT, _WIDTH = 720, 1280


def made(kind: str, size: float, tilt: str, rng: np.random.Generator) -> Pixels | None:
    """A code on white paper on a table, lit from one side; None where it does not fit."""
    code = zxingcpp.create_barcode(TEXTS[kind], zxingcpp.barcode_format_from_str(kind))
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=8)).astype(np.uint8)
    height, width = drawn.shape
    scale = size / 8
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = (corners - corners.mean(axis=0)) * scale
    if tilt == TILTS[1]:
        angle = np.deg2rad(20)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        target = target @ turn
    elif tilt == TILTS[2]:  # turned away by about 35 degrees
        target[:, 0] *= 0.82
        target[[1, 2], 1] *= 0.85
    centre = (_WIDTH / 2 + rng.uniform(-120, 120), _HEIGHT / 2 + rng.uniform(-60, 60))
    target = (target + centre).astype(np.float32)
    if (target < 0).any() or (target > (_WIDTH, _HEIGHT)).any():
        return None
    matrix = cv2.getPerspectiveTransform(corners, target)
    y, x = np.mgrid[0:1:_HEIGHT * 1j, 0:1:_WIDTH * 1j]  # fmt: skip
    table = 105 + 18 * np.sin(37 * y + 4 * np.sin(5 * x)) + 12 * x
    # Drawn three times as large and averaged: edges fall between pixels, as in a camera.
    grow = np.diag([3.0, 3.0, 1.0])
    big = (3 * _WIDTH, 3 * _HEIGHT)
    ink = cv2.warpPerspective(drawn, grow @ matrix, big, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full_like(drawn, 255), grow @ matrix, big)
    ink, mask = (
        cv2.resize(p, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA) for p in (ink, mask)
    )
    share = mask / 255.0
    grey = table * (1 - share) + (25 + ink / 255.0 * 205) * share
    lit = grey * (0.8 + 0.25 * x)
    return degrade.noisy(np.repeat(lit[..., None], 3, axis=2), 4, rng)


def worse(size: float) -> Iterator[tuple[str, Callable[[Pixels, np.random.Generator], Pixels]]]:
    """What is done to each picture; blur grows with the module, as with a nearer code."""
    yield "sharp", lambda p, _: p
    for part in (0.3, 0.5):
        yield (
            f"blurred by {part} modules",
            lambda p, _, sigma=part * size: cv2.GaussianBlur(p, (0, 0), sigma),
        )
    for contrast in (0.4, 0.15):
        yield (
            f"contrast {contrast}",
            lambda p, rng, c=contrast: degrade.noisy(128 + (p - 128.0) * c, 3, rng),
        )


def specimens(kind: str) -> Iterator[tuple[str, float, str, Pixels]]:
    """State, size, tilt and picture, always the same."""
    for size in SIZES:
        for tilt in TILTS:
            rng = np.random.default_rng(round(size * 10) + len(tilt))
            plain = made(kind, size, tilt, rng)
            if plain is None:
                continue
            for state, change in worse(size):
                yield state, size, tilt, change(plain, rng)


def rows() -> Iterator[Row]:
    """A row for each kind of code and state; the other kinds only sharp."""
    for kind in TEXTS:
        counts: dict[str, list[int]] = {}
        missed: dict[str, list[str]] = {}
        for state, size, tilt, picture in specimens(kind):
            if kind not in MAIN and state != "sharp":
                continue
            found = [o.content for o in codes.see(Frame(picture))]
            count = counts.setdefault(state, [0, 0, 0])
            count[0 if found == [TEXTS[kind]] else 1 if found else 2] += 1
            if found != [TEXTS[kind]]:
                missed.setdefault(state, []).append(f"{size:g} px {tilt} {' '.join(found)}".strip())
        for state, (right, wrong, refused) in counts.items():
            note = "; ".join(missed.get(state, []))
            yield Row(f"{kind}, {state}", right, wrong, refused, note)
    yield _nothing()


def _nothing() -> Row:
    """Patterns that look a little like codes."""
    y, x = np.mgrid[0:_HEIGHT, 0:_WIDTH]
    rng = np.random.default_rng(3)
    squares = np.kron(rng.integers(0, 2, (36, 64)), np.ones((20, 20)))
    pictures = [(x // 20 + y // 20) % 2, rng.integers(0, 2, x.shape), squares]
    for period in (6, 10, 17, 31):
        pictures += [x // period % 2, y // period % 2, (x + y) // period % 2]
    for _ in range(20):
        bars = rng.integers(0, 2, (1, _WIDTH // 4)).repeat(4, axis=1)
        pictures.append(bars.repeat(_HEIGHT, axis=0))
    found = [list(codes.see(Frame(_coloured(40 + 170 * p)))) for p in pictures]
    wrong = [o.content for seen in found for o in seen]
    right = sum(not seen for seen in found)
    return Row(
        "no code: stripes, chess, noise, random bars", right, len(wrong), 0, "; ".join(wrong)
    )


def _coloured(grey: np.ndarray) -> Pixels:
    return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)


def compare() -> Iterator[str]:
    """How many of the pictures each reader reads."""
    qr, bars = cv2.QRCodeDetector(), cv2.barcode.BarcodeDetector()

    def opencv(picture: Pixels) -> set[str]:
        texts = {*qr.detectAndDecodeMulti(picture)[1], *bars.detectAndDecodeMulti(picture)[1]}
        return texts - {""}

    def ours(picture: Pixels) -> set[str]:
        return {o.content for o in codes.see(Frame(picture))}

    def library(picture: Pixels) -> set[str]:
        return {code.text for code in zxingcpp.read_barcodes(picture)}

    for name, reader in (
        ("sense", ours),
        ("zxing-cpp alone, all it can", library),
        ("OpenCV", opencv),
    ):
        for kind in (*MAIN, "EAN8"):
            pictures = [p for *_, p in specimens(kind)]
            right = sum(reader(p) == {TEXTS[kind]} for p in pictures)
            yield f"{name}: {kind} {right} of {len(pictures)}"


if __name__ == "__main__":
    for line in compare():
        print(line, flush=True)
