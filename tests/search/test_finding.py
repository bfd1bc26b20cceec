"""What is found, in which order, and why."""

from datetime import date

import pytest

from assistant.search import database, nearest
from assistant.search.database import NoIndex
from assistant.search.finding import find, like
from assistant.search.indexing import forget
from assistant.search.vocabulary import Vocabulary
from tests.search.made import FAIRLY, KNOWN, LEFT, RIGHT, UNSURE, fill, record, saw

_TODAY = date(2026, 11, 24)


@pytest.fixture
def search(tmp_path):
    """Searches an index of these records; gives the names and their reasons."""

    def searched(words, most=10, **records):
        files = {f"{name.replace('__', '/')}.jpg": made for name, made in records.items()}
        fill(tmp_path / "photos", files)
        with database.reading() as opened:
            found = find(opened, words, most, _TODAY)
        return found, {result.path.stem: result.reason for result in found.results}

    return searched


def test_the_surest_comes_first_and_tells_why(search):
    _, reasons = search(
        "dogs", a=record(saw("dog", UNSURE)), b=record(saw("dog")), c=record(saw("dog", FAIRLY)),
        d=record(saw("cat")),
    )  # fmt: skip
    assert list(reasons.items()) == [
        ("b", "dog: sure"),
        ("c", "dog: fairly sure"),
        ("a", "dog: unsure"),
    ]


def test_more_words_beat_more_certainty(search):
    found, reasons = search(
        "dog on a beach",
        only=record(saw("dog")),
        both=record(saw("dog", UNSURE), saw("beach", UNSURE, "scene")),
    )
    assert list(reasons) == ["both", "only"]
    assert reasons["both"] == "dog: unsure; beach: the place, unsure"
    assert reasons["only"] == "dog: sure; beach: not found"
    assert (found.all_fit, found.some_fit) == (1, 1)


def test_what_is_too_doubtful_to_be_told_still_helps_to_find(search):
    found, reasons = search(
        "dog on a beach",
        told=record(saw("dog")),
        likely=record(saw("dog"), scores={"dog": 0.9, "beach": 0.4}),
        # Of two that may both be there it is expected sooner than of one where nothing hints at it.
        both=record(scores={"dog": 0.3, "beach": 0.4}),
        hardly=record(scores={"dog": 0.15, "beach": 0.15}),
        noise=record(scores={"dog": 0.05}),
    )
    assert list(reasons) == ["likely", "both", "told", "hardly"]
    assert reasons["likely"] == "dog: sure; beach: possible, but too doubtful to be described"
    assert (found.all_fit, found.some_fit) == (0, 4)


def test_a_rare_word_counts_more_than_one_that_nearly_all_pictures_have(search):
    usual = {f"usual{number}": record(saw("dog")) for number in range(20)}
    _, reasons = search(
        "dog on a beach",
        rare=record(saw("beach", kind="scene"), scores={"dog": 0.5}),  # of equals the last is first
        common=record(saw("dog"), scores={"beach": 0.5}),
        **usual,
    )
    assert list(reasons)[:2] == ["rare", "common"]


def test_without_a_thing_heeds_what_was_told_alone(search):
    _, reasons = search("beach without dogs", a=record(saw("beach"), scores={"dog": 0.4}))
    assert list(reasons) == ["a"]


def test_a_word_that_nobody_knows_is_searched_by_the_nearest_one(search):
    table = nearest._table()
    known = Vocabulary(KNOWN, ())
    word, label = next(
        (word, label)
        for word, weights in table.items()
        for label, weight in weights.items()
        if weight >= 30 and label in KNOWN and known.thing(word) is None
    )
    found, reasons = search(word, a=record(scores={label: 0.9}), b=record())
    assert reasons == {"a": f"{word} ({label}): possible, but too doubtful to be described"}
    assert found.notes == (
        f"I don't know what “{word}” looks like; nearest to it I know “{label}”.",
    )


def test_two_of_the_nearest_labels_speak_more_for_a_word_than_one(search):
    known = Vocabulary(KNOWN, ())
    word, labels = next(
        (word, labels)
        for word, weights in nearest._table().items()
        if known.thing(word) is None
        and len(labels := [one for one, weight in weights.items() if one in KNOWN and weight >= 30])
        > 1
    )
    first, second = sorted(labels, key=lambda label: -nearest._table()[word][label])[:2]
    both = record(scores={first: 0.8, second: 0.8})
    _, reasons = search(word, both=both, one=record(scores={first: 0.8}))
    assert list(reasons) == ["both", "one"]


def test_kinds_and_what_might_be_one(search):
    _, reasons = search("animal", a=record(saw("dog")), b=record(saw("car")))
    assert reasons == {"a": "dog: sure"}
    _, reasons = search("poodle")
    assert reasons == {"a": "dog: sure, perhaps a poodle"}


def test_what_is_seen_comes_before_what_only_might_be_it(search):
    found, reasons = search(
        "bicycle", might=record(saw("vehicle")), is_=record(saw("bicycle", UNSURE))
    )
    assert list(reasons.items()) == [
        ("is_", "bicycle: unsure"), ("might", "vehicle: sure, perhaps a bicycle"),
    ]  # fmt: skip
    assert (found.all_fit, found.some_fit) == (1, 1)
    assert list(search("vehicle without bicycles")[1]) == ["might", "is_"]


def test_a_place_without_a_word_of_its_own_may_be_one_that_is_like_it(search):
    _, reasons = search("lake", wet=record(saw("sea", FAIRLY, "scene")), b=record(saw("dog")))
    assert reasons == {}  # this network has no such word
    with database.writing() as opened:
        opened.execute("INSERT INTO known VALUES ('sea')")
        opened.commit()
    _, reasons = search("lake")
    assert reasons == {"wet": "sea: the place, fairly sure, perhaps a lake"}


def test_an_orange_is_no_orange_colour(search):
    _, reasons = search(
        "fruit", fruit=record(saw("orange")), sunset=record(saw("orange", kind="colour"))
    )
    assert reasons == {"fruit": "orange: sure"}
    assert set(search("orange")[1]) == {"fruit", "sunset"}
    assert search("orange car")[1] == {"sunset": "orange: sure; car: not found"}


def test_without(search):
    _, reasons = search(
        "beach without people",
        certain=record(saw("beach"), saw("person", FAIRLY)),
        perhaps=record(saw("beach"), saw("person", UNSURE)),
        empty=record(saw("beach", UNSURE)),
    )
    assert list(reasons) == ["perhaps", "empty"]
    assert reasons["perhaps"] == "beach: sure; there could be a person"
    assert list(search("no people")[1]) == ["empty", "perhaps"]
    assert "folder" in search("no people", people__folder=record())[1]


def test_counts(search):
    found, reasons = search(
        "two dogs", one=record(saw("dog", count=1)), two=record(saw("dog", FAIRLY, count=2)),
        some=record(saw("dog")),
    )  # fmt: skip
    assert list(reasons) == ["two", "some", "one"]
    assert reasons["some"] == "dog: sure, not counted"
    assert reasons["one"] == "dog: sure, one"
    assert found.all_fit == 2
    assert next(iter(search("at least two dogs")[1])) == "two"


def test_places_in_the_picture(search):
    _, reasons = search(
        "dog on the left", right=record(saw("dog", cells=RIGHT)),
        left=record(saw("dog", FAIRLY, cells=LEFT)), unknown=record(saw("dog")),
    )  # fmt: skip
    assert list(reasons) == ["left", "unknown", "right"]
    assert reasons["left"] == "dog: fairly sure, on the left"
    assert reasons["unknown"] == "dog: sure, I can't tell where"
    assert reasons["right"] == "dog: sure, on the right"
    _, reasons = search("dog on the left", wide=record(saw("dog", cells=LEFT | RIGHT)))
    assert reasons["wide"] == "dog: sure, also on the left"


def test_colours(search):
    _, reasons = search(
        "red car",
        plain=record(saw("car")),
        red=record(saw("car", FAIRLY), saw("dark red", kind="colour")),
    )
    assert list(reasons.items()) == [
        ("red", "dark red: sure; car: fairly sure"), ("plain", "red: not found; car: sure"),
    ]  # fmt: skip
    assert next(iter(search("light red car")[1].values())).startswith("light red: not found")


def test_times(search):
    _, reasons = search(
        "dog in summer 2022", july=record(saw("dog")),
        may=record(saw("dog"), taken="2022-05-31 23:59"),
        august=record(saw("dog"), taken="2022-08-31 23:59"),
    )  # fmt: skip
    assert set(reasons) == {"july", "august"}
    _, reasons = search("2022")
    assert list(reasons) == ["august", "july", "may"]
    assert reasons["may"] == "taken on 2022-05-31"


def test_names_folders_and_what_is_written(search):
    records = {
        "holiday__Wardrobe2": record(brief="A car."),
        "work__b": record(read="No entry\nWardrobe sale"),
        "c": record(saw("dog")),
    }
    _, reasons = search("wardrobe", **records)
    assert reasons == {
        "Wardrobe2": "wardrobe: in the file's name",
        "b": "wardrobe: read in it: “No entry Wardrobe sale”",
    }
    assert list(search('"no entry"')[1]) == ["b"]
    assert list(search("folder holiday")[1]) == ["Wardrobe2"]
    assert list(search("named wardrobe")[1]) == ["Wardrobe2"]
    # The name of a folder above the indexed one is no evidence.
    assert search("test")[1] == {}


def test_a_thing_is_not_looked_up_in_our_own_sentences(search):
    assert search("cat", a=record(saw("dog"), brief="There is no cat."))[1] == {}
    assert search("riding", b=record(brief="Somebody riding."))[1] == {
        "b": "riding: in its description: “Somebody riding”"
    }


def test_either(search):
    _, reasons = search("cat or dog", a=record(saw("dog")), b=record(saw("cat", FAIRLY)))
    assert reasons == {"a": "dog: sure", "b": "cat: fairly sure"}


def test_nothing_found(search):
    found, reasons = search("zebra in 1999", a=record(saw("dog")))
    assert reasons == {}
    assert found.nothing == "I found no picture for: zebra; in 1999. I searched one picture."


def test_limit_and_what_is_gone(search, tmp_path):
    records = {f"p{i}": record(saw("dog", score=i / 10)) for i in range(5)}
    found, reasons = search("dog", 2, **records)
    assert list(reasons) == ["p4", "p3"]
    assert found.all_fit == 5
    (tmp_path / "photos" / "p4.jpg").unlink()
    found, reasons = search("dog", 2)
    assert list(reasons) == ["p3", "p2"]
    assert found.notes == ("One picture is not there any more. To renew the index, index again.",)


@pytest.mark.parametrize("text", ['dog"', "dog* OR NEAR(", "x' OR 1=1 --", "{name}: dog", "^dog"])
def test_marks_that_databases_obey_are_only_text(search, text):
    assert list(search(text, a=record(saw("dog")))[1]) in (["a"], [])


def test_more_like_this(search, tmp_path):
    search(
        "dog", same=record(saw("dog"), vector=bytes((100, 0))), near=record(vector=bytes((90, 60))),
        far=record(vector=bytes((0, 100))), other=record(vector=bytes((1, 2, 3))),
    )  # fmt: skip
    with database.reading() as opened:
        found = like(opened, tmp_path / "photos" / "same.jpg", "compact")
    assert [r.path.stem for r in found.results] == ["near", "far"]
    assert found.results[0].reason == "much alike (83 of 100)"


def test_all_folders_were_forgotten(search, tmp_path):
    search("dog", a=record(saw("dog")))
    forget(tmp_path / "photos")
    with database.reading() as opened, pytest.raises(NoIndex, match="glimpse index FOLDER"):
        find(opened, "dog")
