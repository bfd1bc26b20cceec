"""The standard profile's picture networks: random weights, but the real classes, files and loading.

The detector is a D-FINE with narrow layers, saved as the hub has it; ResNet-50 has its true size.
"""

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.errors import ModelError
from assistant.paths import resources
from assistant.pipeline import torchvision_ops
from assistant.pipeline.cnn_standard import Meanings, StandardCNN
from assistant.pipeline.evidence import Sureness
from assistant.pipeline.frame import Frame

CONFIG = resources() / "models" / "standard"
# As D-FINE's published config.json writes them, and COCO's own names where they differ.
COCO = """person,bicycle,car,motorbike,aeroplane,bus,train,truck,boat,traffic light,fire hydrant,
stop sign,parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,
umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,
skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,
sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,sofa,pottedplant,bed,diningtable,
toilet,tvmonitor,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,
book,clock,vase,scissors,teddy bear,hair drier,toothbrush""".replace("\n", "").split(",")
PREPROCESSOR = {
    "do_convert_annotations": True,
    "do_normalize": False,
    "do_pad": False,
    "do_rescale": True,
    "do_resize": True,
    "format": "coco_detection",
    "image_mean": [0.485, 0.456, 0.406],
    "image_processor_type": "RTDetrImageProcessor",
    "image_std": [0.229, 0.224, 0.225],
    "pad_size": None,
    "resample": 2,
    "rescale_factor": 0.00392156862745098,
    "size": {"height": 64, "width": 64},
}
DALMATIAN, RETRIEVER, LION, VIOLIN, LAKESIDE, MAILLOT = 251, 207, 291, 889, 975, 638
MUSHROOMS = range(992, 998)


def save_detector(folder):
    """A D-FINE as small as its class allows, in the files that the hub has."""
    from transformers import DFineConfig, DFineForObjectDetection

    config = DFineConfig(
        backbone_config={
            "model_type": "hgnet_v2", "out_indices": [3, 4], "stem_channels": [3, 8, 8],
            "stage_in_channels": [8, 8, 8, 8], "stage_mid_channels": [8, 8, 8, 8],
            "stage_out_channels": [8, 8, 8, 8], "hidden_sizes": [8, 8, 8, 8],
            "stage_num_blocks": [1, 1, 1, 1], "stage_numb_of_layers": [1, 1, 1, 1],
            "depths": [1, 1, 1, 1], "use_learnable_affine_block": True,
        },
        encoder_in_channels=[8, 8], feat_strides=[16, 32], encoder_hidden_dim=16,
        encode_proj_layers=[1], encoder_ffn_dim=16, encoder_attention_heads=2,
        hidden_expansion=0.5, depth_mult=0.34, d_model=16, decoder_in_channels=[16, 16],
        num_feature_levels=2, decoder_layers=2, decoder_n_points=[2, 2], decoder_ffn_dim=16,
        decoder_attention_heads=2, num_queries=6, id2label=dict(enumerate(COCO)),
    )  # fmt: skip
    network = DFineForObjectDetection(config)
    with torch.no_grad():
        network.class_embed[-1].weight.zero_()
        network.class_embed[-1].bias.fill_(-10)
        network.model.enc_bbox_head.layers[-1].bias[2:] = 3  # large boxes: they overlap
    network.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(PREPROCESSOR))


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Two threads of torch that wait for each other on a busy machine take ten times as long."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def folders():
    """(ResNet-50's folder, the detector's): removed afterwards, they are 100 MB."""
    torchvision_ops.prepare()
    from torchvision.models import resnet50

    torch.manual_seed(1)
    torch.set_flush_denormal(True)  # as pipeline.load() does; random weights need it
    with tempfile.TemporaryDirectory() as top:
        resnet, detector = Path(top, "resnet50"), Path(top, "detector")
        resnet.mkdir()
        state = resnet50().state_dict()
        state["fc.bias"].zero_()
        torch.save(state, resnet / "resnet50-11ad3fa6.pth")
        save_detector(detector)
        yield resnet, detector


@pytest.fixture(scope="module")
def loaded(folders):
    return StandardCNN(*folders, CONFIG)


@pytest.fixture
def cnn(loaded):
    """The networks with opinions: ``cnn.opine(detector={"dog": 0.6}, classifier={207: 0.9})``."""
    last, head = loaded._classifier._last, loaded._detector._network.class_embed[-1]
    weight = last.weight.detach().clone()

    def opine(detector=None, classifier=None):
        with torch.no_grad():
            for name, score in (detector or {}).items():
                head.bias[COCO.index(name)] = torch.tensor(score).logit()
            rest = (1 - sum((classifier or {}).values())) / 1000
            probabilities = torch.full((1000,), max(rest, 1e-9))
            for index, probability in (classifier or {}).items():
                probabilities[index] = probability
            last.weight.zero_()
            last.bias.copy_(probabilities.log())

    loaded.opine = opine
    yield loaded
    with torch.no_grad():
        head.bias.fill_(-10)
        last.weight.copy_(weight)
        last.bias.zero_()


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


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def drop_a_tensor(path):
    from safetensors.torch import load_file, save_file

    tensors = load_file(path)
    del tensors["model.decoder.class_embed.0.weight"], tensors["model.decoder.class_embed.1.weight"]
    save_file(tensors, path, metadata={"format": "pt"})


def other_classes(path):
    facts = json.loads(path.read_text())
    facts["id2label"] = {"0": "cat", "1": "dog"}
    path.write_text(json.dumps(facts))


DAMAGE = {
    "no ResNet": (0, "resnet50-11ad3fa6.pth", Path.unlink),
    "empty ResNet": (0, "resnet50-11ad3fa6.pth", lambda path: path.write_bytes(b"")),
    "a page instead of ResNet": (0, "resnet50-11ad3fa6.pth", lambda p: p.write_text("<html>")),
    "half a ResNet": (0, "resnet50-11ad3fa6.pth", truncate),
    "another network": (0, "resnet50-11ad3fa6.pth", lambda p: torch.save({"a": torch.ones(1)}, p)),
    "no detector": (1, "model.safetensors", Path.unlink),
    "half a detector": (1, "model.safetensors", truncate),
    "detector without a tensor": (1, "model.safetensors", drop_a_tensor),
    "no configuration": (1, "config.json", Path.unlink),
    "half a configuration": (1, "config.json", truncate),
    "configuration of a language model": (
        1, "config.json", lambda p: p.write_text('{"model_type": "gpt2"}'),
    ),
    "configuration for other classes": (1, "config.json", other_classes),
    "no preprocessing": (1, "preprocessor_config.json", Path.unlink),
    "half a preprocessing": (1, "preprocessor_config.json", truncate),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_missing_and_damaged_files_end_in_a_sentence_with_the_remedy(
    folders, tmp_path, damage, capfd
):
    which, name, harm = damage
    hurt = [folders[0], folders[1]]
    hurt[which] = tmp_path / "hurt"
    shutil.copytree(folders[which], hurt[which])
    harm(hurt[which] / name)
    with pytest.raises(ModelError, match="glimpse models download standard"):
        StandardCNN(*hurt, CONFIG)
    assert capfd.readouterr() == ("", "")


def test_loading_says_nothing(folders, capfd):
    StandardCNN(*folders, CONFIG)
    assert capfd.readouterr() == ("", "")


def imagenet():
    torchvision_ops.prepare()
    from torchvision.models import ResNet50_Weights

    facts = json.loads((CONFIG / "imagenet.json").read_text())
    return facts, Meanings.read(facts, ResNet50_Weights.IMAGENET1K_V2.meta["categories"])


def test_every_word_can_be_spoken():
    _, meanings = imagenet()
    for word in filter(None, meanings.words):
        assert word.text == word.text.strip().lower()
        assert word.text.replace(" ", "").replace("-", "").replace("'", "").isalpha(), word.text


def test_the_lists_use_the_detectors_own_words():
    facts, _ = imagenet()
    say = json.loads((CONFIG / "detector.json").read_text())["say"]
    spoken = {say.get(name, name) for name in COCO}
    assert spoken >= {*facts["is"], *facts["like"], *facts["animals"]["detector"]}
    assert not {"tvmonitor", "sofa", "motorbike", "mouse", "cell phone"} & spoken


def test_torchvisions_classes_are_the_ones_that_the_lists_mean():
    _, meanings = imagenet()
    texts = {i: word.text for i, word in enumerate(meanings.words) if word}
    assert (texts[517], texts[LION], texts[VIOLIN]) == ("construction crane", "lion", "violin")
    assert all(texts.get(i) is None for i in (151, 268, 281, 97, 134))  # dogs, cat, duck, crane
    assert DALMATIAN in meanings.same["dog"]
