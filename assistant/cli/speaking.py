"""Speaking on the command line: through the loudspeaker, or into a WAV file."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from assistant import saving, settings, speech
from assistant.cli import output
from assistant.errors import SpeechError

FALLBACK = Path("glimpse-speech.wav")
"""Where speech goes without a loudspeaker; "glimpse-speech-2.wav" if that is taken, and so on."""


def system_voice() -> speech.SystemVoice:
    """The voice that the user chose in the settings."""
    chosen = settings.load()
    return speech.SystemVoice(chosen["voice"], chosen["rate"], chosen["volume"])


def check_place(arguments: argparse.Namespace) -> None:
    """Refuse a place for ``--save-speech`` where nothing could be saved, before the work.

    Raises:
        AssistantError: it is there already, is no name for a WAV file, or cannot be written.
    """
    if arguments.save_speech:
        saving.must_be_new(Path(arguments.save_speech), (".wav",), "a WAV file")


def tell_notice(voice: speech.SystemVoice) -> None:
    """Tell once what the voice has to say about itself, such as that another one is used."""
    if voice.notice:
        output.notice(voice.notice)
        voice.notice = ""


def tell(arguments: argparse.Namespace, sentences: list[str]) -> None:
    """Speak, or save the speech, as the command line wants it; nothing where nothing was said.

    Raises:
        SpeechError: there is no voice, or the file cannot be written.
    """
    if sentences and arguments.save_speech:
        save(sentences, Path(arguments.save_speech))
    elif sentences and arguments.speak:
        speak(sentences)


def save(sentences: Iterable[str], path: Path) -> None:
    """Speak into a WAV file.

    Raises:
        SpeechError: there is no voice, or the file cannot be written.
    """
    voice = system_voice()
    try:
        speech.save((voice.synthesise(sentence) for sentence in sentences), path)
        tell_notice(voice)
    finally:
        voice.close()


def speak(sentences: list[str]) -> None:
    """Speak through the loudspeaker; where there is none, into :data:`FALLBACK`.

    Raises:
        SpeechError: there is no voice.
    """
    voice = system_voice()
    try:
        audios = (voice.synthesise(sentence) for sentence in sentences)
        first = next(audios)
        tell_notice(voice)
        try:
            speech.play(first)
        except SpeechError as error:
            place = saving.free(FALLBACK)
            speech.save([first, *audios], place)
            output.notice(f"{error.message} The speech is in {place}.")
            return
        for audio in audios:
            speech.play(audio)
    finally:
        voice.close()
