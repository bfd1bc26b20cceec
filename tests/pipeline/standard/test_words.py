"""What the standard profile says of the answers of its networks."""

import numpy as np
import pytest
import torch

from assistant.pipeline.evidence import Sureness
from assistant.pipeline.frame import Frame
from tests.pipeline.standard.made import (
    DALMATIAN,
    LAKESIDE,
    LION,
    MAILLOT,
    MUSHROOMS,
    RETRIEVER,
    VIOLIN,
)


def frame(height=48, width=64):
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    pixels.flags.writeable = False
    return Frame(pixels)


def said(cnn, picture=None):
    """label → sureness; several of one label have one sureness in these tests."""
    return {h.label: h.sureness for h in cnn(picture or frame()).hypotheses}


def test_features_hold_the_embedding_and_nothing_that_is_below_its_threshold(cnn):
    cnn.opine()
    features = cnn(frame())
    assert features.embedding.shape == (2048,)
    assert features.embedding.dtype == np.float32
    assert np.isfinite(features.embedding).all()
    assert features.hypotheses == ()
    assert "resnet50" in cnn.version


def test_detected_things_have_speakable_names_boxes_and_an_order(cnn):
    cnn.opine(detector={"tvmonitor": 0.75})
    hypotheses = cnn(frame()).hypotheses
    assert {h.label for h in hypotheses} == {"television"}
    assert {h.head for h in hypotheses} == {"detector"}
    assert [h.score for h in hypotheses] == sorted((h.score for h in hypotheses), reverse=True)
    for hypothesis in hypotheses:
        x, y, width, height = hypothesis.box
        assert 0 <= x <= x + width <= 1.000001
        assert 0 <= y <= y + height <= 1.000001
        assert hypothesis.score == pytest.approx(0.75, abs=0.02)


def test_one_box_has_one_name(cnn):
    cnn.opine(detector={"car": 0.8, "truck": 0.7})
    assert said(cnn) == {"car": Sureness.SURE}


def test_two_boxes_around_the_same_thing_are_one_thing(cnn, monkeypatch):
    cnn.opine(detector={"dog": 0.8})
    several = len(cnn(frame()).hypotheses)
    monkeypatch.setitem(cnn._detector._facts, "same_thing", 0.0)  # any overlap is the same thing
    assert 1 <= len(cnn(frame()).hypotheses) < several <= 6


@pytest.mark.parametrize(
    ("score", "sureness"),
    [(0.45, Sureness.UNSURE), (0.6, Sureness.FAIRLY_SURE), (0.9, Sureness.SURE)],
)
def test_a_score_means_what_the_models_own_file_says(cnn, score, sureness):
    cnn.opine(detector={"giraffe": score})
    assert said(cnn) == {"giraffe": sureness}


def test_the_classifier_never_contradicts_the_detector(cnn):
    cnn.opine(detector={"giraffe": 0.6}, classifier={DALMATIAN: 0.95})
    assert said(cnn) == {"giraffe": Sureness.FAIRLY_SURE}


def test_what_the_detector_would_have_seen_is_not_believed_without_it(cnn):
    cnn.opine(classifier={DALMATIAN: 0.95})
    assert said(cnn) == {}


def test_agreement_makes_the_detector_surer_and_keeps_its_word(cnn):
    cnn.opine(detector={"dog": 0.45}, classifier={RETRIEVER: 0.4, DALMATIAN: 0.2})
    assert said(cnn) == {"dog": Sureness.FAIRLY_SURE}
    cnn.opine(detector={"dog": 0.9}, classifier={RETRIEVER: 0.9})
    assert said(cnn) == {"dog": Sureness.SURE}


def test_what_only_the_classifier_has_a_word_for_is_said_from_a_high_score_on(cnn):
    cnn.opine(detector={"person": 0.8}, classifier={VIOLIN: 0.45})
    assert said(cnn) == {"person": Sureness.SURE}
    cnn.opine(classifier={VIOLIN: 0.6})
    assert said(cnn) == {"person": Sureness.SURE, "violin": Sureness.UNSURE}
    cnn.opine(classifier={VIOLIN: 0.99})
    assert said(cnn) == {"person": Sureness.SURE, "violin": Sureness.FAIRLY_SURE}
    (violin,) = (h for h in cnn(frame()).hypotheses if h.label == "violin")
    assert (violin.head, violin.kind, violin.box) == ("classifier", "object", None)


def test_a_place_is_a_scene(cnn):
    cnn.opine(classifier={LAKESIDE: 0.8})
    assert [(h.label, h.kind) for h in cnn(frame()).hypotheses] == [("lake shore", "scene")]


def test_an_animal_that_the_detector_has_no_word_for_is_said_only_where_it_sees_none(cnn):
    cnn.opine(classifier={LION: 0.8})
    assert said(cnn) == {"lion": Sureness.FAIRLY_SURE}
    cnn.opine(detector={"cat": 0.6}, classifier={LION: 0.8})
    assert said(cnn) == {"cat": Sureness.FAIRLY_SURE}


def test_classes_with_one_name_are_added_up(cnn):
    cnn.opine(classifier=dict.fromkeys(MUSHROOMS, 0.12))
    assert said(cnn) == {"mushroom": Sureness.FAIRLY_SURE}


def test_some_classes_are_never_said(cnn):
    cnn.opine(classifier={MAILLOT: 0.95})
    assert said(cnn) == {}


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 3000), (3000, 2), (700, 900)])
def test_pictures_of_any_shape(cnn, shape):
    cnn.opine(detector={"boat": 0.8})
    assert set(said(cnn, frame(*shape))) == {"boat"}


@pytest.mark.parametrize("shape", [(300, 400), (401, 300), (232, 232), (100, 77)])
def test_the_classifier_sees_what_torchvisions_own_preprocessing_shows(cnn, shape):
    from torchvision.models import ResNet50_Weights

    height, width = shape
    y, x = np.mgrid[:height, :width]
    waves = 127 + 60 * np.sin(x / 30) + 60 * np.cos(y / 20)
    pixels = np.repeat(waves[..., None], 3, axis=2).astype(np.uint8)
    with torch.inference_mode():
        tensor = torch.tensor(pixels).permute(2, 0, 1)
        image = ResNet50_Weights.IMAGENET1K_V2.transforms()(tensor)[None]
        expected = cnn._classifier._network(image)[0]
    mine = torch.tensor(cnn(Frame(pixels)).embedding)
    assert torch.cosine_similarity(mine, expected, dim=0) > 0.999
