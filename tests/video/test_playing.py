"""What is spoken while a film plays."""

from assistant.video.cues import Cue
from assistant.video.playing import Script

DOG, CAT, BEACH = (Cue(t, t + 2, text, True) for t, text in ((0, "A dog."), (5, "A cat."), (9, "")))


def _script():
    script = Script()
    for cue in (BEACH, DOG, CAT):
        script.add(cue)
    return script


def test_each_is_spoken_once_when_its_time_comes():
    script = _script()
    spoken = [script.due(tick / 10) for tick in range(120)]
    assert [(i / 10, c) for i, c in enumerate(spoken) if c] == [(0, DOG), (5, CAT), (9, BEACH)]


def test_what_a_jump_passes_over_is_not_made_up_for():
    script = _script()
    script.due(0)
    assert script.due(8) is None
    assert script.due(9.05) == BEACH
    assert script.due(1) is None


def test_a_film_that_is_played_again_begins_with_its_first_description():
    script = _script()
    for tick in range(0, 120, 2):
        script.due(tick / 10)
    assert script.due(0.0) == DOG
    assert script.due(0.2) is None
    assert script.due(5) is None  # a jump
    assert script.due(0.3) == DOG


def test_a_jump_to_a_description_speaks_it():
    script = _script()
    script.due(0)
    script.jump(5)
    assert script.due(5) == CAT
    assert script.due(5.1) is None


def test_next_and_previous():
    script = _script()
    assert script.after(0) == CAT
    assert script.after(9) is None
    assert script.before(6) == DOG  # the cat has just been spoken
    assert script.before(8) == CAT
    assert script.before(1) is None


def test_one_that_comes_while_the_film_plays_is_in_its_place():
    script = Script()
    assert [script.add(c) for c in (CAT, DOG, BEACH)] == [0, 0, 2]
    assert script.cues == [DOG, CAT, BEACH]
