"""Whether a noun is right, by what people wrote; unfair in neither direction."""

from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.training.judging import annotations
from assistant.training.judging.caption_words import mentioned
from assistant.training.judging.truth import Truth


def _truth(**fields) -> Truth:
    return Truth(annotations.parsed({"file": "a.jpg", **fields}))


@pytest.mark.parametrize(
    ("noun", "caption", "right"),
    [
        ("dog", "Two dogs run.", True),
        ("dog", "A poodle sits.", True),
        ("animal", "A poodle sits.", True),
        ("animal", "Three sheep graze.", True),
        ("person", "Women on a wall.", True),
        ("person", "A skateboarder in the air.", True),
        ("person", "A hand holds a phone.", True),
        ("person", "A couple talk.", True),
        ("bus", "Three buses wait.", True),
        ("knife", "Knives on a plate.", True),
        ("television", "A tv on a stand.", True),
        ("couch", "A sofa by the window.", True),
        ("trousers", "A man in jeans.", True),
        ("piece of clothing", "A man in jeans.", True),
        ("T-shirt", "A red t-shirt.", True),
        ("phone", "A cell phone.", True),
        ("hot dog", "Two hot dogs on a plate.", True),
        ("food", "Two hot dogs on a plate.", True),
        ("building", "A church on a hill.", True),
        ("plant", "Tall trees.", True),
        ("furniture", "A desk with a lamp.", True),
        ("surfboard", "A surfer rides a wave.", True),
        ("vase", "Two vases on a shelf.", True),
        ("toothbrush", "A child with a toothbrush.", True),
        ("parking meter", "Parking meters by the road.", True),
        ("snowman", "A snowman with a hat.", True),
        ("snowman", "A man in the snow.", False),
        ("dog", "A hot dog on a plate.", False),
        ("animal", "A hot dog on a plate.", False),
        ("bear", "A teddy bear on a bed.", False),
        ("car", "A carpet and a cartoon.", False),
        ("bus", "A bench at a bus stop.", False),
        ("train", "An empty train station.", False),
        ("person", "A couple of dogs.", False),
        ("person", "A group of zebras.", False),
        ("animal", "A couple talk.", False),
        ("person", "A male lion sleeps.", False),
        ("clock", "People watch a game.", False),
        ("orange", "A dog in an orange coat.", False),
        ("dog", "A cat sleeps.", False),
        ("dog", "An animal, a cow, eats.", False),
        ("motorcycle", "A bicycle by a wall.", False),
        ("piece of clothing", "A cat on top of a wall by a body of water.", False),
        # it may be so, and nobody says it
        ("dog", "An animal eats.", None),
        ("car", "A vehicle in the mud.", None),
        ("bicycle", "A biker on a track.", None),
        ("motorcycle", "A biker on a track.", None),
        ("laptop", "A computer on a desk.", None),
        ("handbag", "A woman with a bag.", None),
    ],
)
def test_a_caption_tells_whether_a_thing_is_there(
    noun: str, caption: str, right: bool | None
) -> None:
    assert _truth(captions=[caption]).verdict(noun) is right


@pytest.mark.parametrize(
    ("noun", "fields", "right"),
    [
        ("kitchen", {"captions": ["A woman at a kitchen table."]}, True),
        ("kitchen", {"captions": ["A woman on a horse."]}, False),
        ("kitchen", {"captions": ["A man at a stove."]}, None),
        ("sea", {"captions": ["A dog on the beach."]}, True),
        ("sea", {"captions": ["A dog in the water."]}, None),
        ("kitchen", {"scene": "kitchen"}, True),
        ("kitchen", {"scene": "Bedroom"}, False),
        ("kitchen", {"scene": "none of these"}, False),
        ("kitchen", {"objects": ["oven"]}, None),
        ("page of text", {"scene": "document"}, True),
    ],
)
def test_a_place_is_judged_where_places_are_told(noun: str, fields: dict, right: bool) -> None:
    assert _truth(**fields).verdict(noun, kind="scene") is right


@pytest.mark.parametrize(
    ("noun", "fields", "right"),
    [
        ("television", {"objects": ["TV"]}, True),
        ("table", {"objects": ["dining table"]}, True),
        ("animal", {"objects": ["Cow"]}, True),
        ("dog", {"objects": ["english springer"]}, True),
        ("dog", {"objects": []}, False),
        ("dog", {}, None),
        ("dog", {"scene": "kitchen"}, None),
        ("dog", {"objects": [], "unknown": ["dog"]}, None),
        ("animal", {"objects": [], "unknown": ["dog"]}, None),
        ("television", {"objects": [], "unknown": ["tv"]}, None),
        ("cat", {"objects": [], "unknown": ["animal"]}, False),
        ("dog", {"objects": ["dog"], "unknown": ["dog"]}, True),
    ],
)
def test_a_list_of_objects_tells_more_than_it_holds(noun: str, fields: dict, right: bool) -> None:
    assert _truth(**fields).verdict(noun) is right


def test_it_must_be_found_only_if_it_is_listed_or_two_people_mention_it() -> None:
    truth = _truth(captions=["A dog and a cat.", "A dog.", "A puppy."], objects=["tv"])
    assert [truth.stated(noun) for noun in ("dog", "cat", "animal", "television")] == [
        True, False, True, True,
    ]  # fmt: skip
    assert _truth(captions=["A cat."]).stated("cat")
    assert not _truth(scene="kitchen").stated("cat")


def test_the_longest_noun_is_what_a_sentence_mentions() -> None:
    found = mentioned("A wine glass near a toy train; the traffic light is red.")
    assert {"wine glass", "toy train", "traffic light"} <= found
    assert found.isdisjoint({"glass", "train", "wine", "toy"})


def test_fields_may_be_missing_or_simple(tmp_path: Path) -> None:
    lines = [
        '{"file": "a.jpg"}',
        "",
        '{"file": "b.jpg", "captions": "A dog.", "objects": [{"label": "Dog"}], "scene": null}',
        '{"file": "c.jpg", "boxes": [{"label": "Dog", "box": [0, 0, 1, 1], "difficult": 1}]}',
    ]
    (tmp_path / "annotations.jsonl").write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    (one, two, three), wrong = annotations.read(tmp_path)
    assert (one.tells, one.objects, one.boxes, wrong) == (False, None, None, [])
    assert (two.captions, two.objects, two.scene) == (("A dog.",), {"dog"}, "")
    assert three.boxes == (annotations.Place("dog", (0, 0, 1, 1), True),)


@pytest.mark.parametrize(
    "line",
    ["{", "3", "[]", "{}", '{"file": 3}', '{"file": "a", "objects": 3}', '{"file": "a", "objects": '
     '[{}]}', '{"file": "a", "boxes": [{"label": "dog"}]}', '{"file": "a", "boxes": [[1, 2]]}'],
)  # fmt: skip
def test_a_damaged_line_is_named_and_left_out(tmp_path: Path, line: str) -> None:
    (tmp_path / "annotations.jsonl").write_text(f'{{"file": "a.jpg"}}\n{line}\n')
    found, wrong = annotations.read(tmp_path)
    assert len(found) == 1
    assert len(wrong) == 1
    assert wrong[0].startswith("line 2: ")


@pytest.mark.parametrize("content", [None, "", "{}\n"])
def test_a_folder_without_annotations_is_told(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "annotations.jsonl").write_text(content)
    with pytest.raises(AssistantError, match=r"annotations\.jsonl"):
        annotations.read(tmp_path)
