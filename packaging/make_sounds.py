"""Make the short sounds in resources/sounds; the same bytes every time.

``python packaging/make_sounds.py [FOLDER]``. Each is a few soft bell tones: a sine with two quiet
overtones, a quick but smooth start and an exponential end. They differ in melody and in height,
so that they can be told apart without a good ear: one tone, two that rise, one low pair,
three that climb away: a picture leaves for an engine.
"""

import sys
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 44_100  # Hz
LEVEL = 0.25  # of full scale, quieter than speech
SOUNDS = {  # name → tones: start in seconds, length in seconds, pitch in Hz
    "started": [(0.0, 0.09, 659.26)],
    "done": [(0.0, 0.10, 587.33), (0.085, 0.15, 880.0)],
    "nothing": [(0.0, 0.11, 293.66), (0.095, 0.14, 220.0)],
    "sent": [(0.0, 0.07, 523.25), (0.06, 0.07, 659.26), (0.12, 0.14, 783.99)],
}


def tone(seconds: float, pitch: float) -> npt.NDArray[np.float64]:
    """One soft bell tone, float64 (N,), -1..1."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave_form = sum(
        amount * np.sin(2 * np.pi * pitch * overtone * time)
        for overtone, amount in ((1, 0.8), (2, 0.15), (3, 0.05))
    )
    start = np.minimum(1, time / 0.008)
    end = np.minimum(1, (seconds - time) / 0.02)
    shape = np.sin(np.pi / 2 * start) ** 2 * np.sin(np.pi / 2 * end) ** 2
    return wave_form * shape * np.exp(-3 * time / seconds)


def sound(tones: list[tuple[float, float, float]]) -> npt.NDArray[np.int16]:
    """The tones together, int16 (N,)."""
    length = max(start + seconds for start, seconds, _ in tones)
    mixed = np.zeros(round(length * RATE) + 1)
    for start, seconds, pitch in tones:
        at = round(start * RATE)
        one = tone(seconds, pitch)
        mixed[at : at + len(one)] += one
    return np.round(mixed / np.abs(mixed).max() * LEVEL * 32_767).astype("<i2")


def main(folder: Path) -> None:
    """Write every sound as a WAV file: 16 bit, one channel."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, tones in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(sound(tones).tobytes())


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[1]
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else root / "resources" / "sounds")
