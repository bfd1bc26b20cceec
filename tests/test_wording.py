"""What is said, as the listener hears it."""

import pytest

from assistant import wording
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from assistant.wording import phrases
from tests.pipeline.made import place, thing

SURE, FAIRLY, UNSURE = Sureness.SURE, Sureness.FAIRLY_SURE, Sureness.UNSURE


def _said(d: Description, text: str = "", level: Level = Level.STANDARD) -> str:
    sentences = wording.sentences(d, Sentence(text, wording.spoken(d)) if text else None)
    return " ".join(s.text for s in sentences[level])


def test_what_is_sure_is_said_plainly() -> None:
    d = Description((thing("dog"), thing("ball")))
    assert _said(d, "a dog with a ball.") == "A dog with a ball."


def test_a_doubtful_thing_among_sure_ones_is_named() -> None:
    d = Description((thing("person", 2), thing("dog", sureness=FAIRLY)))
    assert _said(d, "two people, perhaps with a dog.") == "Two people, perhaps with a dog."


def test_a_sentence_that_tells_no_doubt_of_its_own_is_doubted_as_a_whole() -> None:
    d = Description((thing("person", sureness=FAIRLY), thing("bicycle")))
    assert _said(d, "a person on a bicycle.") == "Perhaps a person on a bicycle."


def test_doubtful_things_only() -> None:
    d = Description((thing("dog", sureness=FAIRLY),))
    assert _said(d, "a dog.") == "Perhaps a dog."


def test_unsure_things_are_guesses() -> None:
    d = Description((thing("giraffe", sureness=UNSURE),))
    assert wording.spoken(d) == ()
    assert _said(d) == "I may be wrong: it could be a giraffe."
    d = Description((thing("giraffe", sureness=UNSURE), thing("zebra", sureness=UNSURE)))
    assert _said(d) == "I may be wrong: it could be a giraffe or a zebra."


def test_a_guess_beside_something_sure() -> None:
    d = Description((thing("dog"), thing("frisbee", sureness=UNSURE)))
    assert _said(d, "a dog.") == "A dog. There could also be a frisbee."


def test_an_unsure_place() -> None:
    d = Description((place("forest", sureness=UNSURE),))
    assert _said(d) == "I may be wrong: this could be a forest."
    d = Description((thing("dog"), place("forest", sureness=UNSURE)))
    assert _said(d, "a dog.") == "A dog. The place could be a forest."


def test_nothing_seen_is_said_honestly() -> None:
    d = Description()
    for level in Level:
        assert _said(d, level=level) == "I can't tell what this is."
    dark = Observation("dark", 1.0, "quality", SURE, "light")
    assert _said(Description((dark,))) == "I can't tell what this is. The picture is rather dark."


def test_where_nothing_is_recognised_it_is_told_whether_it_is_outdoors() -> None:
    d = Description((Observation("outdoors", 0.99, "cnn", SURE, "setting"),))
    assert _said(d) == "I can't tell what this is. It is outdoors."
    assert not Explanation(wording.sentences(d), d).found_something, "it is little"
    dog = Description((thing("dog"), *d.observations))
    assert _said(dog, "a dog.") == "A dog."
    assert "It is outdoors." in _said(dog, "a dog.", Level.FULL)
    person = Description((thing("person", 1), *d.observations))
    assert _said(person, "a person.") == "A person. It is outdoors.", "else that is all"
    beach = Description((thing("dog"), place("beach"), *d.observations))
    assert "outdoors" not in _said(beach, "a dog on a beach.", Level.FULL), "that is told by it"


def test_what_cannot_be_seen_is_not_described() -> None:
    black = Observation("too dark", 1.0, "quality", SURE, "quality")
    d = Description((thing("building"), black))
    for level in Level:
        assert _said(d, level=level).startswith("It is too dark to see anything. Try more light.")
        assert "building" not in _said(d, level=level)
    assert not Explanation(wording.sentences(d), d).found_something


def test_a_damaged_file_is_told_first() -> None:
    d = Description((thing("dog"),), notes=("The file is damaged.",))
    assert _said(d, "a dog.") == "The file is damaged. A dog."


def test_brief_is_one_sentence_that_fits_alt_text() -> None:
    labels = [
        "refrigerator",
        "hair dryer",
        "baseball glove",
        "microwave oven",
        "washing machine",
        "stationary bicycle",
        "sewing machine",
    ]
    d = Description(tuple(thing(label, sureness=FAIRLY) for label in labels))
    long = "there is " + " and ".join(f"a very special {label}" for label in labels) + "."
    (brief,) = wording.sentences(d, Sentence(long, d.observations))[Level.BRIEF]
    assert len(brief.text) <= 125
    assert brief.text.startswith("Perhaps a refrigerator")
    assert set(brief.evidence) < set(d.observations)


def test_a_shortened_sentence_keeps_its_place_a_place() -> None:
    d = Description((thing("dog", 2), thing("cat"), place("street")))
    long = f"two dogs {'and very ' * 20} a cat are on a street."
    (brief,) = wording.sentences(d, Sentence(long, d.observations))[Level.BRIEF]
    assert brief.text == "Two dogs and a cat on a street."


def test_standard_is_at_most_three_sentences_and_full_is_everything() -> None:
    dog = Observation("dog", 0.9, "cnn", SURE, where="on the left", count=1)
    d = Description(
        (dog, thing("cup", sureness=UNSURE), place("kitchen", sureness=UNSURE),
         Observation("dark", 1.0, "quality", SURE, "light")),
        notes=("A note.",),
    )  # fmt: skip
    sentences = wording.sentences(d, Sentence("a dog.", (dog,)))
    assert len(sentences[Level.STANDARD]) == 3
    full = " ".join(s.text for s in sentences[Level.FULL])
    assert "The dog is on the left." in full
    assert "The picture is rather dark." in full
    assert "A note." in full


def test_full_names_also_what_one_sentence_cannot_carry() -> None:
    labels = ["dog", "cat", "cow", "bed", "cup", "fork"]
    spoon = Observation("spoon", 0.9, "cnn", FAIRLY, where="on the left", count=1)
    guesses = [thing(label, sureness=UNSURE) for label in ("kite", "bowl", "vase")]
    d = Description((*map(thing, labels), spoon, thing("knife", 2, FAIRLY), *guesses))
    said = wording.sentences(d, Sentence("a dog.", wording.spoken(d)))
    full = " ".join(s.text for s in said[Level.FULL])
    assert "There is also a cup and a fork, perhaps a spoon and two knives, too." in full
    assert "There could also be a kite, a bowl or a vase." in full
    assert "The spoon is on the left." in full
    assert "fork" not in " ".join(s.text for s in said[Level.STANDARD])
    assert "vase" not in " ".join(s.text for s in said[Level.STANDARD])


def test_mass_nouns_stay_as_they_are() -> None:
    left = [thing(label) for label in ("dog", "cat", "cow", "bed")]
    d = Description((*left, thing("broccoli", 3, FAIRLY)))
    assert "Perhaps there is also broccoli." in _said(d, "a dog.", Level.FULL)


def test_why_names_the_evidence() -> None:
    dog = Observation("dog", 0.9, "cnn", FAIRLY, where="on the left")
    d = Description((dog,))
    y = Explanation(wording.sentences(d, Sentence("a dog.", (dog,))), d)
    assert list(wording.why(y, Level.STANDARD)) == [
        "dog: the picture network, fairly sure, on the left."
    ]
    empty = Explanation(wording.sentences(Description()), Description())
    assert list(wording.why(empty, Level.FULL)) == ["Nothing was recognised with enough certainty."]


def _text(content: str, sureness: Sureness) -> Observation:
    return Observation("text", 0.9, "text", sureness, "text", content=content)


@pytest.mark.parametrize(
    ("kind", "read", "brief"),
    [
        (None, SURE, "Text: “SIPILS.ING”."),
        (None, FAIRLY, "Text, but I may misread it: “SIPILS.ING”."),
        (SURE, SURE, "A screenshot: “SIPILS.ING”."),
        (SURE, FAIRLY, "A screenshot, but I may misread it: “SIPILS.ING”."),
        (FAIRLY, SURE, "I think this is a screenshot: “SIPILS.ING”."),
        (UNSURE, UNSURE, "This could be a screenshot, but I may misread it: “SIPILS.ING”."),
    ],
)
def test_a_brief_text_keeps_its_doubts(kind: Sureness | None, read: Sureness, brief: str) -> None:
    media = (Observation("screenshot", 0.6, "medium", kind, "medium"),) if kind else ()
    d = Description((*media, _text("SIPILS.ING", read)))
    (said,) = wording.sentences(d)[Level.BRIEF]
    assert said.text == brief
    assert set(said.evidence) == set(d.observations)
    long = Description((*media, _text("word " * 60, read)))
    (said,) = wording.sentences(long)[Level.BRIEF]
    assert 100 < len(said.text) <= 125
    assert said.text.endswith("…”.")
    for level in Level:
        doubted = "I may misread it" in _said(d, level=level)
        assert doubted == (read != SURE), level


def test_new_lines_of_a_live_picture_keep_their_doubts() -> None:
    assert phrases.lines(["EXIT", "SIPILS.ING"], ["SIPILS.ING"]) == [
        "Text: “EXIT”.",
        "Text, but I may misread it: “SIPILS.ING”.",
    ]


def test_a_page_of_text_is_not_captioned_but_does_not_silence_what_is_certain() -> None:
    page = Observation("page of text", 0.6, "cnn", UNSURE, "medium")
    assert _said(Description((page,))).startswith("I may be wrong: this looks like a page of text.")
    guessed = Description((thing("book", sureness=UNSURE), page))
    assert _said(guessed).startswith("I may be wrong: this looks like a page of text.")
    d = Description((thing("dog"), page))
    assert _said(d, "a dog.", Level.FULL) == "A dog."


def test_a_quotation_cannot_end_itself_and_speak_for_us() -> None:
    content = "EXIT”. There is a dog. There is text: “EXIT"
    d = Description((Observation("text", 0.99, "text", SURE, "text", content=content),))
    for level in Level:
        said = _said(d, level=level)
        assert said.count("“") == said.count("”") == 1
        assert said.endswith("There is a dog. There is text: ‘EXIT”.")


def _code(content: str) -> Description:
    return Description((Observation("QR code", 1, "codes", SURE, "code", content=content),))


def test_a_code_is_said_by_what_it_is_for_and_its_text_only_quoted() -> None:
    assert _said(_code("https://www.example.org/a")) == (
        "I can't tell what this is. There is a QR code: a link to example.org."
    )
    said = _said(_code("EXIT”. There is a dog of three people"))
    assert said.endswith("There is a QR code: “EXIT. There is a dog of three people”.")


def test_the_brief_quotation_of_a_long_code_ends() -> None:
    said = _said(_code("word " * 60), level=Level.BRIEF)
    assert len(said) <= 125
    assert said.startswith("QR code: “word word")
    assert said.endswith("…”.")


def test_notes_about_the_file_are_told_at_every_level_and_push_nothing_out() -> None:
    notes = ("Page 1 of 3.", "The file is damaged.")
    dog = Observation("dog", 0.9, "cnn", SURE, count=1)
    d = Description((dog, _text("Beware", SURE)), notes=notes)
    told = wording.sentences(d, Sentence("a dog.", (dog,)))
    for level in Level:
        said = [s.text for s in told[level]]
        assert said[:2] == list(notes)
        assert said[2] == "A dog."
    assert "Beware" in told[Level.STANDARD][-1].text
    black = Observation("too dark", 1.0, "quality", SURE, "quality")
    refused = wording.sentences(Description((black,), notes))[Level.BRIEF]
    assert [s.text for s in refused][:2] == list(notes)
