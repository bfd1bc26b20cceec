"""``glimpse-gui`` as it is, but that it keeps the sound that its voice makes of each sentence.

``python -m tests.walks.gui FOLDER [PICTURE]``: FOLDER/voice.jsonl gets a line for each sentence
with the time at which it was asked for and the file of its samples.
"""

import itertools
import json
import sys
import time
from pathlib import Path

import numpy as np

from assistant.qt import app
from assistant.speech import Audio, SystemVoice
from tests.walks.camera import plug_in


def main() -> int:
    """Run the program."""
    folder = Path(sys.argv[1])
    numbers = itertools.count()
    synthesise = SystemVoice.synthesise

    def kept(voice: SystemVoice, text: str) -> Audio:
        asked = time.time()
        audio = synthesise(voice, text)
        sound = folder / f"{next(numbers):04}.npy"
        np.save(sound, audio.samples)
        line = {"time": asked, "text": text, "sound": sound.name, "rate": audio.rate}
        with (folder / "voice.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        return audio

    plug_in(folder)
    SystemVoice.synthesise = kept  # type: ignore[method-assign]
    return app.main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
