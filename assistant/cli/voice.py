"""Speaking on the command line: through the loudspeaker, or into a WAV file."""

from collections.abc import Iterable
from pathlib import Path

from assistant import settings, speech
from assistant.cli import output
from assistant.errors import SpeechError

FALLBACK = Path("glimpse-speech.wav")


def system_voice() -> speech.SystemVoice:
    """The voice that the user chose in the settings."""
    chosen = settings.load()
    return speech.SystemVoice(chosen["voice"], chosen["rate"], chosen["volume"])


def tell_notice(voice: speech.SystemVoice) -> None:
    """Tell once what the voice has to say about itself, such as that another one is used."""
    if voice.notice:
        output.notice(voice.notice)
        voice.notice = ""


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
            speech.save([first, *audios], FALLBACK)
            output.notice(f"{error.message} The speech is in {FALLBACK}.")
            return
        for audio in audios:
            speech.play(audio)
    finally:
        voice.close()
