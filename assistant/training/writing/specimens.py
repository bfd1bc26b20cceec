"""Pictures to learn from whether there is writing: photographs, half of them with some put on.

The photographs are small: one is enlarged, so that its own writing is as large as the reader wants
it, or several lie side by side, so that there are things as sharp as a camera's.
"""

import io
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from assistant import opencv
from assistant.training.picture.data import Bytes

_SIDES = (480, 640, 960, 1280, 1280, 1280, 1600)  # pixels of the longer side
_TILE = (320, 240)  # of one of several
_SHARE, _FOREIGN, _SHEETS = 0.5, 0.25, 0.08  # with writing; in another script; on an even ground
_SMALLEST, _LARGEST = 11, 90  # pixels of the letters
_QUALITY = 93  # of the JPEG that is looked at

_LATIN = """
STOP EXIT OPEN Push Pull Milk Bread Coffee Tea Sugar Salt Entrance Closed No smoking Station
Platform 7 Bus 42 Toilet Ladies Gentlemen Fresh orange juice 500 ml Best before Danger High
voltage Keep out Room 214 Hotel Pharmacy Bakery Café Police Taxi Parking €2.50 Sale 50% Whole
grain Organic Ingredients water yeast oil 12 tablets Paracetamol Do not disturb Please ring the
bell Wet floor Way out Gate B12 Lift Main Street Church Road
""".split()
_OTHERS = """Выход Вход Аптека Хлеб Молоко Осторожно Касса Станция Площадь Гостиница Кофе Ресторан
ΕΞΟΔΟΣ ΦΑΡΜΑΚΕΙΟ Καφέ Ψωμί Προσοχή Είσοδος Σταθμός خروج دخول صيدلية خبز حليب انتبه محطة ყავა პური
გასასვლელი Мука Сахар Улица Закрыто Открыто""".split()
_CHINESE = (
    "出口入口超市药店面包牛奶小心地滑禁止吸烟酒店车站售票处男女厕所电话服务中心欢迎光临东京駅ラーメンコーヒー"
    "パンください営業中日本語"
)
_UNUSUAL = ("symbol", "dingbat", "d050", "s050", "emoji", "math")
_OF_OTHERS, _OF_CHINESE = "DejaVuSans", "CJK"


def drawn(photographs: Sequence[Bytes], dice: random.Random, fonts: Path) -> Image.Image:
    """A picture of 1, 4 or 9 photographs, perhaps with writing, as a JPEG has it.

    Args:
        photographs: RGB, of any size.
        dice: decides all that is left to chance.
        fonts: a folder with TrueType and OpenType fonts; those of Chinese have "CJK" in their name.
    """
    pixels, share = _ground(photographs, dice), _SHARE
    if dice.random() < _SHEETS:
        paper = dice.random() < 0.6
        colour = [dice.randrange(225, 256)] * 3 if paper else [dice.randrange(256) for _ in "rgb"]
        pixels, share = np.full_like(pixels, colour), 0.9
    if dice.random() < share:
        pixels = _written(Image.fromarray(pixels), dice, fonts)
    return _compressed(pixels, _QUALITY)


def _ground(photographs: Sequence[Bytes], dice: random.Random) -> Bytes:
    cv2 = opencv.load()
    rows = int(len(photographs) ** 0.5)
    if rows > 1:
        tiles = [cv2.resize(p, _TILE, interpolation=cv2.INTER_CUBIC) for p in photographs]
        return np.vstack([np.hstack(tiles[i * rows : (i + 1) * rows]) for i in range(rows)])
    height, width = photographs[0].shape[:2]
    share = dice.choice(_SIDES) / max(height, width)
    size = (round(width * share), round(height * share))
    enlarged: Bytes = cv2.resize(photographs[0], size, interpolation=cv2.INTER_CUBIC)
    return enlarged


def _written(picture: Image.Image, dice: random.Random, fonts: Path) -> Bytes:
    """The picture with one to three signs, and what a camera makes of it."""
    foreign = dice.random() < _FOREIGN
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        _put_sign(picture, dice, fonts, foreign)
    if dice.random() < 0.4:
        picture = picture.filter(ImageFilter.GaussianBlur(dice.uniform(0.4, 1.6)))
    pixels = np.asarray(picture)
    if dice.random() < 0.5:
        noise = np.random.default_rng(dice.randrange(9999))
        lit = pixels * dice.uniform(0.4, 1.1) + noise.normal(0, dice.uniform(2, 12), pixels.shape)
        pixels = np.clip(lit, 0, 255).astype(np.uint8)
    if dice.random() < 0.5:
        pixels = np.asarray(_compressed(pixels, dice.randrange(25, 90)))
    return pixels


def _put_sign(picture: Image.Image, dice: random.Random, fonts: Path, foreign: bool) -> None:
    """A few words, on a board or on the picture itself, straight, tilted or standing."""
    size = round(np.exp(dice.uniform(np.log(_SMALLEST), np.log(_LARGEST))))
    words, font = _words(dice, fonts, size, foreign)
    left, top, right, bottom = font.getbbox(words)
    room = max(2, int(size * dice.uniform(0.1, 0.6)))
    wide, high = int(right - left) + 2 * room, int(bottom - top) + 2 * room
    if wide >= picture.width or high >= picture.height:
        return
    x, y = dice.randrange(picture.width - wide), dice.randrange(picture.height - high)
    sign = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sign)
    if dice.random() < 0.6:
        ground = _colour(dice)
        draw.rectangle((0, 0, wide, high), fill=(*ground, 255))
    else:
        part = np.asarray(picture.crop((x, y, x + wide, y + high)))
        ground = _whole(part.reshape(-1, 3).mean(axis=0).tolist())
    draw.text((room - left, room - top), words, font=font, fill=(*_ink(ground, dice), 255))
    angle = dice.choice((0, 0, 0, dice.uniform(-8, 8), dice.uniform(-20, 20), 90, -90))
    turned = sign.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    if turned.width < picture.width and turned.height < picture.height:
        place = (min(x, picture.width - turned.width), min(y, picture.height - turned.height))
        picture.paste(turned, place, turned)


def _words(
    dice: random.Random, fonts: Path, size: int, foreign: bool
) -> tuple[str, ImageFont.FreeTypeFont]:
    found, number = _fonts(fonts), dice.choice((1, 1, 2, 3, 4))
    chinese = [path for path in found if _OF_CHINESE in path]
    if foreign and chinese and dice.random() < 0.5:
        words = "".join(dice.choice(_CHINESE) for _ in range(dice.randrange(2, 7)))
        return words, ImageFont.truetype(dice.choice(chinese), size)
    given = _OTHERS if foreign else _LATIN
    able = [path for path in found if _OF_OTHERS in path] if foreign else found
    start = dice.randrange(len(given) - number)
    words = " ".join(given[start : start + number])
    upper = dice.random() < 0.2
    return words.upper() if upper else words, ImageFont.truetype(dice.choice(able or found), size)


@cache
def _fonts(folder: Path) -> list[str]:
    paths = (path for end in ("ttf", "otf", "t1") for path in sorted(folder.rglob(f"*.{end}")))
    return [str(p) for p in paths if not any(word in p.name.lower() for word in _UNUSUAL)]


def _colour(dice: random.Random) -> tuple[int, int, int]:
    if dice.random() < 0.4:
        usual = ((255, 255, 255), (235, 230, 220), (20, 20, 20), (200, 30, 30), (20, 60, 160))
        return dice.choice((*usual, (240, 200, 30)))
    return dice.randrange(256), dice.randrange(256), dice.randrange(256)


def _ink(ground: tuple[int, int, int], dice: random.Random) -> tuple[int, int, int]:
    """A colour that can be told from the ground, if only just."""
    grey = np.array((0.3, 0.59, 0.11))
    for _ in range(50):
        ink = _colour(dice) if dice.random() < 0.5 else dice.choice(((0, 0, 0), (255, 255, 255)))
        if abs(float((np.array(ink) - ground) @ grey)) > dice.uniform(40, 110):
            break
    return ink


def _whole(colour: Sequence[float]) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in colour)
    return red, green, blue


def _compressed(pixels: Bytes, quality: int) -> Image.Image:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return Image.open(file)
