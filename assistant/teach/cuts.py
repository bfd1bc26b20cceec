"""Squares cut out of a picture: what is compared with what was taught."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from assistant.pipeline.evidence import Box

VIEW = 320  # pixels: the side of a view that is kept


@dataclass(frozen=True)
class Square:
    """A square in a picture, in pixels."""

    left: float
    top: float
    side: float

    def of(self, picture: Image.Image) -> Image.Image:
        """Cut it out."""
        right, bottom = self.left + self.side, self.top + self.side
        return picture.crop((round(self.left), round(self.top), round(right), round(bottom)))

    def box(self, picture: Image.Image) -> Box:
        """The same as fractions of the picture."""
        width, height = picture.size
        return (
            max(0.0, self.left / width),
            max(0.0, self.top / height),
            min(1.0, self.side / width),
            min(1.0, self.side / height),
        )


def middle(picture: Image.Image) -> Square:
    """The square in the middle; its side is the picture's shorter one."""
    width, height = picture.size
    side = min(width, height)
    return Square((width - side) / 2, (height - side) / 2, side)


def across(picture: Image.Image) -> Iterator[Square]:
    """Squares as high (or wide) as the picture, side by side, that leave nothing out."""
    width, height = picture.size
    side, length = min(width, height), max(width, height)
    count = 1 if length < side * 1.15 else 2 if length <= side * 1.5 else 3
    for number in range(count):
        at = (length - side) * number / max(1, count - 1)
        yield Square(at, 0, side) if width >= height else Square(0, at, side)
