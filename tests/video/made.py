"""Films made by the tests: still pictures, pans, cuts and fades; tones or real speech."""

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from assistant import paths

RATE = 10  # pictures a second
SOUND_RATE = 16_000  # Hz
SIZE = (320, 240)
HAS_ESPEAK = shutil.which("espeak-ng") is not None


def sample(name, size=SIZE):
    """One of the sample photographs, cut to the shape of the film; uint8 (H, W, 3)."""
    with Image.open(paths.resources() / "samples" / f"{name}.jpg") as picture:
        picture = picture.convert("RGB")
        factor = max(size[0] / picture.width, size[1] / picture.height)
        picture = picture.resize((round(picture.width * factor), round(picture.height * factor)))
        left, top = (picture.width - size[0]) // 2, (picture.height - size[1]) // 2
        return np.asarray(picture.crop((left, top, left + size[0], top + size[1]))).copy()


def still(picture, seconds, rate=RATE):
    return [picture] * round(seconds * rate)


def pan(picture, seconds, rate=RATE, size=SIZE):
    """From the left end of a wide picture to its right end."""
    count = round(seconds * rate)
    far = picture.shape[1] - size[0]
    places = [round(far * i / max(1, count - 1)) for i in range(count)]
    return [np.ascontiguousarray(picture[: size[1], x : x + size[0]]) for x in places]


def fade(first, second, seconds, rate=RATE):
    """One picture dissolves into another."""
    count = round(seconds * rate)
    shares = [(i + 1) / (count + 1) for i in range(count)]
    return [(first * (1 - s) + second * s).astype(np.uint8) for s in shares]


def film(path, pictures, sound=None, rate=RATE, times=None, codec="mpeg4", turned=0):
    """Write a film; ``times`` in seconds makes the rate vary, ``sound`` is int16 at SOUND_RATE."""
    container = av.open(str(path), "w")
    video = container.add_stream(codec, rate=rate)
    video.width, video.height = pictures[0].shape[1], pictures[0].shape[0]
    video.pix_fmt = "yuv420p"
    video.bit_rate = 2_000_000
    video.codec_context.time_base = Fraction(1, 1000 if times else rate)
    audio = (
        container.add_stream("aac", rate=SOUND_RATE, layout="mono") if sound is not None else None
    )
    for number, pixels in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts = round(times[number] * 1000) if times else number
        frame.time_base = video.codec_context.time_base
        container.mux(video.encode(frame))
    container.mux(video.encode(None))
    if audio is not None:
        _add_sound(container, audio, sound)
    container.close()
    return Path(path)


def _add_sound(container, stream, samples):
    for start in range(0, len(samples), 1024):
        block = samples[start : start + 1024]
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SOUND_RATE
        frame.pts = start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def quiet(seconds):
    """A room in which nobody speaks: soft noise; int16."""
    noise = np.random.default_rng(1).normal(0, 15, round(seconds * SOUND_RATE))
    return noise.astype(np.int16)


def tone(seconds):
    """Bursts four times a second, as syllables are."""
    at = np.arange(round(seconds * SOUND_RATE)) / SOUND_RATE
    loud = np.sin(2 * np.pi * 4 * at) > -0.6
    return (8000 * np.sin(2 * np.pi * 300 * at) * loud).astype(np.int16)


def speech(text, folder):
    """espeak-ng's voice at SOUND_RATE; where it is not installed, a tone of that length."""
    if not HAS_ESPEAK:
        return tone(len(text) / 15)
    path = Path(folder) / "speech.wav"
    subprocess.run(["espeak-ng", "-w", str(path), text], check=True)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SOUND_RATE)
    with av.open(str(path)) as file:
        blocks = [
            f.to_ndarray().ravel() for a in file.decode(audio=0) for f in resampler.resample(a)
        ]
    return np.concatenate(blocks)


def sound(*parts):
    return np.concatenate(parts)
