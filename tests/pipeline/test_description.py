from dataclasses import replace

import numpy as np

from assistant.pipeline import doers
from assistant.pipeline.description import describe, extend
from assistant.pipeline.evidence import Box, Observation, Sureness
from assistant.pipeline.features import Features, Hypothesis

_EMBEDDING = np.zeros(4, np.float32)


def _seen(label: str, box: Box | None = None, sureness: Sureness = Sureness.SURE) -> Hypothesis:
    return Hypothesis(label, 0.9, "detector", "object", sureness, box)


def _features(*hypotheses: Hypothesis) -> Features:
    return Features(_EMBEDDING, hypotheses)


def test_boxes_of_one_label_are_counted() -> None:
    d = describe(_features(_seen("dog", (0, 0, 0.1, 0.1)), _seen("dog", (0.5, 0.5, 0.1, 0.1))))
    assert [(o.label, o.count) for o in d.observations] == [("dog", 2)]


def test_a_doubtful_second_one_is_not_counted() -> None:
    sure, unsure = _seen("dog", (0, 0, 0.1, 0.1)), _seen("dog", (0.5, 0, 1, 1), Sureness.UNSURE)
    (dog,) = describe(_features(sure, unsure)).observations
    assert (dog.count, dog.more) == (1, True)
    assert dog.where == "on the left, near the top"


def test_what_is_only_possible_more_of_makes_no_guess_longer() -> None:
    one = _seen("dog", (0, 0, 0.1, 0.1))
    other = replace(_seen("dog", (0.5, 0, 1, 1)), more=True)
    (dog,) = describe(_features(one, other)).observations
    assert (dog.count, dog.more) == (1, True)
    unsure = [replace(h, sureness=Sureness.UNSURE) for h in (one, other)]
    (dog,) = describe(_features(*unsure)).observations
    assert (dog.count, dog.more) == (1, False)


def test_without_boxes_nobody_knows_how_many() -> None:
    (dog,) = describe(_features(_seen("dog"))).observations
    assert dog.count is None
    assert dog.where == ""


def test_the_order_does_not_depend_on_the_order_of_arrival() -> None:
    hypotheses = [_seen("dog"), _seen("cat"), _seen("cup", sureness=Sureness.UNSURE)]
    light = Observation("dark", 1.0, "quality", Sureness.SURE, "light")
    d = describe(_features(*hypotheses), [light])
    assert d == describe(_features(*reversed(hypotheses)), [light])
    assert [o.label for o in d.observations] == ["cat", "dog", "cup", "dark"]


def test_several_of_a_kind_are_told_with_their_places() -> None:
    boxes = [(0.0, 0.4, 0.1, 0.2), (0.9, 0.4, 0.1, 0.2)]
    (dogs,) = describe(_features(*(_seen("dog", box) for box in boxes))).observations
    assert dogs.boxes == tuple(boxes)
    assert dogs.where == "on the left and on the right"
    many = [(x / 10, 0.4, 0.1, 0.1) for x in range(5)]
    (dogs,) = describe(_features(*(_seen("dog", box) for box in many))).observations
    assert (dogs.count, dogs.where) == (5, "")


def test_directions_can_be_those_of_a_clock() -> None:
    box = (0.9, 0.45, 0.1, 0.1)
    (dog,) = describe(_features(_seen("dog", box)), clock=True).observations
    assert dog.where.startswith("at 3 o'clock")
    text = Observation("text", 0.9, "text", Sureness.SURE, "text", box=box, content="EXIT")
    d = extend(describe(_features()), [text], clock=True)
    assert d.observations[0].where.startswith("at 3 o'clock")


def test_text_stays_in_reading_order_and_comes_last() -> None:
    lines = [
        Observation("text", score, "text", Sureness.SURE, "text", content=line)
        for line, score in (("b", 0.7), ("a", 0.9))
    ]
    d = extend(describe(_features(_seen("dog")), pending=["text"]), lines)
    assert [o.content for o in d.observations] == ["", "b", "a"]
    assert d.pending == ()


def test_a_blurred_picture_is_trusted_less() -> None:
    blurred = Observation("blurred", 0.8, "quality", Sureness.FAIRLY_SURE, "quality")
    d = describe(_features(_seen("dog"), _seen("cat", sureness=Sureness.UNSURE)), [blurred])
    found = [(o.label, o.sureness) for o in d.of_kind("object")]
    assert found == [("dog", Sureness.FAIRLY_SURE)]


def test_what_the_network_takes_for_a_page_is_no_place() -> None:
    page = Hypothesis("page of text", 0.9, "scene", "scene", Sureness.UNSURE)
    d = describe(_features(page))
    assert [o.kind for o in d.observations] == ["medium"]


def test_faces_and_people_are_not_counted_twice() -> None:
    person = _seen("person", (0.3, 0.1, 0.4, 0.9))
    face = Observation("face", 0.9, "people", Sureness.SURE, "people", box=(0.45, 0.15, 0.1, 0.1))
    d = describe(_features(person), [face])
    (somebody,) = d.of_kind("object")
    assert (somebody.label, somebody.count) == ("person", 1)
    assert len(d.of_kind("people")) == 1


def _told(*hypotheses: Hypothesis) -> list[tuple[str, Sureness, str]]:
    found = describe(_features(*hypotheses)).observations
    return [(o.label, o.sureness, o.narrows) for o in found]


def test_a_kind_goes_where_its_thing_is_likely() -> None:
    sure, fairly = Sureness.SURE, Sureness.FAIRLY_SURE
    assert _told(_seen("animal"), _seen("dog", sureness=fairly)) == [("dog", fairly, "")]
    assert _told(_seen("animal", sureness=fairly), _seen("dog")) == [("dog", sure, "")]


def test_a_kind_stays_where_its_things_are_guesses() -> None:
    told = _told(
        _seen("animal"),
        _seen("dog", sureness=Sureness.UNSURE),
        _seen("person", sureness=Sureness.UNSURE),
    )
    assert told[0] == ("animal", Sureness.SURE, "")
    assert ("dog", Sureness.UNSURE, "animal") in told
    assert ("person", Sureness.UNSURE, "") in told


def test_two_guesses_are_not_told_as_kind_and_thing() -> None:
    told = _told(_seen("food", sureness=Sureness.UNSURE), _seen("pizza", sureness=Sureness.UNSURE))
    assert told == [("pizza", Sureness.UNSURE, "")]


def test_what_was_counted_is_no_mere_kind() -> None:
    table, desk = _seen("table", (0, 0, 0.5, 0.5)), _seen("desk", (0.5, 0, 0.5, 0.5))
    assert [label for label, *_ in _told(table, desk)] == ["desk", "table"]


def test_a_finer_word_is_one_for_the_only_thing_of_its_kind() -> None:
    box = (0, 0, 0.5, 0.5)
    (child,) = describe(_features(_seen("person", box), _seen("child"))).observations
    assert (child.label, child.box, child.count) == ("child", box, 1)
    fairly = _seen("golden retriever", sureness=Sureness.FAIRLY_SURE)
    assert _told(_seen("dog", box), fairly) == [
        ("dog", Sureness.SURE, ""),
        ("golden retriever", Sureness.FAIRLY_SURE, "dog"),
    ]


def test_which_of_several_a_finer_word_is_for_is_not_known() -> None:
    boxes = [(0.0, 0.4, 0.1, 0.2), (0.9, 0.4, 0.1, 0.2)]
    told = _told(*(_seen("person", box) for box in boxes), _seen("child"))
    assert ("child", Sureness.SURE, "person") in told


def test_a_page_is_no_book_beside_itself() -> None:
    page, book = replace(_seen("page of text"), kind="scene"), _seen("book")
    assert [label for label, *_ in _told(page, book)] == ["page of text"]
    perhaps = replace(page, sureness=Sureness.UNSURE)
    assert "book" in [label for label, *_ in _told(perhaps, book)]


def test_what_goes_without_saying_is_not_said() -> None:
    fairly, unsure = Sureness.FAIRLY_SURE, Sureness.UNSURE
    person, clothing = _seen("person"), _seen("piece of clothing", sureness=unsure)
    assert [label for label, *_ in _told(person, clothing)] == ["person"]
    assert [label for label, *_ in _told(clothing)] == ["piece of clothing"]
    room = Hypothesis("kitchen", 0.9, "scene", "scene", Sureness.SURE)
    assert [label for label, *_ in _told(_seen("furniture", sureness=fairly), room)] == ["kitchen"]
    assert {label for label, *_ in _told(_seen("chair", sureness=fairly), room)} == {
        "chair",
        "kitchen",
    }


def _done(label: str, sureness: Sureness) -> Hypothesis:
    return Hypothesis(label, 0.88, "actions", "action", sureness)


def _sureness(*hypotheses: Hypothesis) -> dict[str, Sureness]:
    return {o.label: o.sureness for o in describe(_features(*hypotheses)).observations}


def test_what_only_people_do_shows_that_somebody_is_there() -> None:
    riding = _done("riding", Sureness.FAIRLY_SURE)
    alone = describe(_features(riding)).observations
    assert [(o.label, o.more) for o in alone] == [("person", True), ("riding", False)]
    guessed = _sureness(riding, _seen("person", sureness=Sureness.UNSURE))
    assert guessed["person"] == Sureness.FAIRLY_SURE, "as sure as the riding"
    assert _sureness(riding, _seen("person"))["person"] == Sureness.SURE


def test_what_another_may_do_shows_nobody() -> None:
    assert "person" not in _sureness(_done("running", Sureness.SURE))
    holding = _done("holding", Sureness.SURE)
    assert "person" not in _sureness(holding, _seen("dog")), "a dog that holds a stick"
    assert _sureness(holding)["person"] == Sureness.SURE


def test_an_animal_does_what_it_is_seen_doing_whichever_it_may_be() -> None:
    seen = _seen("animal"), _seen("dog", sureness=Sureness.UNSURE), _done("running", Sureness.SURE)
    observations = describe(_features(*seen)).observations
    (running,) = (o for o in observations if o.kind == "action")
    subject = doers.who(running, observations)
    assert subject is not None
    assert subject.label == "animal"
    assert doers.who(replace(running, label="riding"), observations) is None
