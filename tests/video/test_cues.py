"""When a description is spoken."""

from assistant.pipeline.evidence import Description, Explanation, Level, Sentence
from assistant.video.cues import Cues, reading_time
from assistant.video.sound import Span
from assistant.video.stretches import Stretch
from assistant.video.telling import ToldDescription

LONG, SHORT = "Two people at a table. There are cups on it.", "Two people."


def _told(start, end, *texts):
    levels = dict(zip((Level.STANDARD, Level.BRIEF), texts or (LONG, SHORT), strict=True))
    sentences = {level: (Sentence((texts and texts[0]) or LONG),) for level in Level}
    return ToldDescription(
        Stretch(start, end, True, None), Explanation(sentences, Description()), levels
    )


def _cues(*pauses):
    return Cues([Span(*p) for p in pauses], lambda text: len(text) / 10)


def test_it_waits_for_the_pause():
    cue = _cues((0, 1), (6, 20)).place(_told(2, 12))
    assert (cue.start, cue.end, cue.text, cue.fits) == (6, 6 + len(LONG) / 10, LONG, True)


def test_in_a_short_pause_less_is_said():
    cue = _cues((3, 4.5), (7, 8.8)).place(_told(2, 12))
    assert (cue.start, cue.text, cue.fits) == (3, SHORT, True)


def test_one_begins_after_the_other():
    cues = _cues((0, 100))
    first, second = cues.place(_told(0, 2)), cues.place(_told(2, 9))
    assert first.text == SHORT
    assert second.start > first.end
    assert second.start >= 2


def test_what_is_out_of_view_is_not_told_afterwards():
    cues = _cues((0, 100))
    assert cues.place(_told(0, 10)).end > 4
    assert cues.place(_told(1, 3)) is None


def test_where_people_talk_all_the_time_it_is_marked():
    cue = _cues((50, 60)).place(_told(2, 9))
    assert (cue.start, cue.text, cue.fits) == (2, SHORT, False)
    cue = _cues((3, 3.4), (5, 6)).place(_told(2, 9))
    assert (cue.start, cue.fits) == (5, False)


def test_of_two_that_are_in_view_shortly_the_second_is_said_in_the_silence_that_follows():
    """As during a pan: nobody speaks, so nothing is spoken over."""
    cues = _cues((0, 20))
    cue = cues.place(_told(2, 2.5, LONG, "Two people at a table."))
    assert (cue.start, cue.end, cue.fits) == (2, 4.2, True)


def test_a_faster_voice_needs_less_time():
    assert reading_time(360)(LONG) == reading_time(180)(LONG) / 2


def test_a_pause_that_comes_after_the_thing_is_out_of_view_is_too_late():
    cue = _cues((9.5, 20)).place(_told(2, 9))
    assert (cue.start, cue.fits) == (2, False)
