"""What is of which kind; the words themselves are data, so both sides of each rule are pinned."""

import pytest

from assistant.pipeline.kinds import is_a, kinds_of, members


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("cow", "animal"),
        ("wolf spider", "animal"),  # by way of spider
        ("airplane", "vehicle"),
        ("school bus", "vehicle"),  # by its last word
        ("pizza", "food"),
        ("sandwich", "food"),
        ("apple", "food"),
        ("apple", "fruit"),
        ("carrot", "vegetable"),
        ("chair", "furniture"),
        ("house front", "building"),
        ("potted plant", "plant"),
        ("sliding door", "door"),
        ("cardboard box", "package"),
        ("boot", "shoe"),
        ("cowboy hat", "hat"),
        ("wedding dress", "dress"),
        ("jeans", "trousers"),
        ("T-shirt", "shirt"),
        ("jeans", "piece of clothing"),
        ("T-shirt", "piece of clothing"),
        ("hat", "Piece of Clothing"),
        # other words
        ("sofa", "couch"),
        ("couch", "sofa"),
        ("trousers", "pants"),
        ("pants", "trousers"),
        ("clothes", "piece of clothing"),
        ("dog", "dog"),
        ("an unknown word", "an unknown word"),
    ],
)
def test_it_is_such_a_thing(label: str, kind: str) -> None:
    assert is_a(label, kind)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("animal", "cow"),
        ("plant", "potted plant"),
        ("shirt", "T-shirt"),
        ("hot dog", "dog"),
        ("hot dog", "animal"),
        ("teddy bear", "animal"),
        ("baseball bat", "animal"),
        ("toy train", "vehicle"),
        ("computer mouse", "animal"),
        ("person", "animal"),
        ("wok", "frying pan"),  # both are pans
        ("wooden chest", "package"),
        ("slice of cake", "cake"),
        ("picture of a dog", "dog"),
    ],
)
def test_it_is_no_such_thing(label: str, kind: str) -> None:
    assert not is_a(label, kind)


def test_no_animal_is_a_vehicle_and_no_food_is_furniture() -> None:
    groups = [members(kind) for kind in ("animal", "vehicle", "furniture", "clothing", "building")]
    for i, group in enumerate(groups):
        assert all(group.isdisjoint(other) for other in groups[i + 1 :])


def test_the_kinds_of_a_word_lead_upwards_also_from_what_the_networks_cannot_tell() -> None:
    assert {"animal", "dog"} <= kinds_of("poodle")
    assert {"person"} <= kinds_of("woman")
    assert {"piece of clothing", "trousers"} <= kinds_of("jeans")
    assert "dog" not in kinds_of("animal")
