"""The standard profile's files: damaged ones, and its lists of words."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from assistant.errors import ModelError
from assistant.pipeline import torchvision_ops
from assistant.pipeline.cnn_standard import Meanings, StandardCNN
from tests.pipeline.standard.made import (
    COCO,
    CONFIG,
    DALMATIAN,
    LION,
    VIOLIN,
)


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
