"""What is on this computer: found, checked, removed, and what is said about it."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import models, paths
from assistant.errors import ModelError
from tests.models.web_server import Server

Put = Callable[..., models.Model]


def check(name: str) -> list[models.DownloadProgress]:
    return list(models.verify(name))


def refusal(act: Callable[..., object], *arguments: str) -> str:
    with pytest.raises(ModelError) as caught:
        act(*arguments)
    return caught.value.message


def test_every_download_is_pinned() -> None:
    assert [m.name for m in models.for_profile("compact")] == ["compact"]
    assert [m.name for m in models.for_profile("standard")] == ["resnet50", "detector", "gpt2"]
    for model in models.for_profile("standard"):
        assert model.licence
        for file in model.files:
            assert file.url.startswith("https://")
            by_content = re.fullmatch("[0-9a-f]{64}", file.sha256) and file.size > 0
            by_revision = re.search("/resolve/[0-9a-f]{40}/", file.url)
            weights = file.path.endswith((".safetensors", ".pth"))
            assert by_content or (by_revision and not weights), file.path
    name, _, start = models.MODELS["resnet50"].files[0].path.removesuffix(".pth").partition("-")
    assert name == "resnet50"
    assert models.MODELS["resnet50"].files[0].sha256.startswith(start)  # torchvision's own pin


def test_the_models_are_in_the_users_data_folder(homes: Path) -> None:
    assert models.folder("gpt2").parent == homes / "data" / "glimpse" / "models" / "gpt2"
    assert models.folder("compact") == paths.resources() / "models" / "compact"


def test_a_profile_without_its_models_says_how_to_get_them(homes: Path) -> None:
    assert refusal(models.require, "standard") == (
        "The standard models are not on this computer. Get them with: glimpse models download "
        "standard. That is a download of 669 MB."
    )


def test_a_profile_with_its_models_is_ready(only: None, put: Put, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    list(models.download([model]))
    models.require("standard")
    (models.folder("eyes") / "weights.bin").write_bytes(weights[:-1])
    assert "not on this computer" in refusal(models.require, "standard")


def test_before_asking_everything_is_named(homes: Path) -> None:
    text = models.describe_download(models.for_profile("standard"))
    for said in (
        "669 MB", "download.pytorch.org and huggingface.co", str(homes / "data" / "glimpse"),
        "ResNet-50 picture network, 103 MB, licence BSD-3-Clause",
        "D-FINE nano object detector, 15 MB, licence Apache-2.0",
        "GPT-2 language model, 551 MB, licence MIT",
    ):  # fmt: skip
        assert said in text
    assert models.describe_download(models.for_profile("compact")) == (
        "Nothing needs to be downloaded."
    )


def test_verify_reads_everything(put: Put, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights * 5, "config.json": b"{}"})
    list(models.download([model]))
    steps = check("eyes")
    assert [step.done for step in steps] == [1_048_576, 2_097_152, 3_000_000, 3_000_002, 3_000_002]
    assert steps[-1].total == 3_000_002


def test_verify_names_the_damaged_file_and_the_remedy(put: Put, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights, "config.json": b"{}"})
    list(models.download([model]))
    path = models.folder("eyes") / "weights.bin"
    path.write_bytes(weights[:-1] + b"?")
    assert refusal(check, "eyes") == (
        "The file weights.bin of the eyes network was damaged, so I deleted it. "
        "Get it again with: glimpse models download standard."
    )
    assert not models.is_present("eyes")
    list(models.download([model]))
    check("eyes")
    path.unlink()
    assert "weights.bin of the eyes network is missing" in refusal(check, "eyes")
    path.mkdir()
    assert "cannot be used: Is a directory." in refusal(check, "eyes")


def test_a_file_without_a_published_sum_is_pinned_by_the_first_download(
    put: Put, server: Server
) -> None:
    model = put("eyes", {"config.json": b'{"a": 1}'}, pinned=False)
    list(models.download([model]))
    assert models.is_present("eyes")
    check("eyes")
    path = models.folder("eyes") / "config.json"
    path.write_bytes(b'{"a": 2}')
    assert "config.json of the eyes network was damaged" in refusal(check, "eyes")
    server.contents["config.json"] = b'{"a": 2}'  # the server has other content now: not taken
    assert "arrived damaged" in refusal(lambda: list(models.download([model])))
    server.contents["config.json"] = b'{"a": 1}'
    list(models.download([model]))
    check("eyes")


def test_without_its_record_a_file_pinned_on_first_use_counts_as_damaged(put: Put) -> None:
    model = put("eyes", {"config.json": b'{"a": 1}'}, pinned=False)
    list(models.download([model]))
    (models.folder("eyes") / "files.lock.json").write_text("{")
    assert "was damaged" in refusal(check, "eyes")
    list(models.download([model]))
    check("eyes")


def test_a_large_file_without_a_published_sum_is_refused(put: Put) -> None:
    model = put("eyes", {"config.json": bytes(2_000_000)}, pinned=False)
    assert "has another config.json" in refusal(lambda: list(models.download([model])))


def test_remove_frees_everything_also_what_was_interrupted(put: Put, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    list(models.download([model]))
    left = models.folder("eyes") / "old.bin.part"
    left.write_bytes(bytes(100))
    older = models.folder("eyes").parent / "v0" / "weights.bin"
    older.parent.mkdir()
    older.write_bytes(bytes(50))
    assert models.remove("eyes") == len(weights) + 150
    assert not models.is_present("eyes")
    assert not models.folder("eyes").parent.exists()
    assert models.remove("eyes") == 0


def test_the_bundled_models_stay() -> None:
    assert refusal(models.remove, "compact") == (
        "The compact models come with Glimpse and cannot be removed."
    )


def test_missing_bundled_models_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    assert not models.is_present("compact")
    assert "Install Glimpse again" in refusal(models.require, "compact")
    assert "Install Glimpse again" in refusal(check, "compact")
    (tmp_path / "models" / "compact").mkdir(parents=True)
    models.require("compact")
    assert "SHA256SUMS of Glimpse is missing" in refusal(check, "compact")


def test_the_bundled_models_are_undamaged_and_all_listed() -> None:
    place = models.folder("compact")
    files = sorted(p for p in place.rglob("*") if p.is_file())
    unsummed = {"README.md", "SHA256SUMS", "SHA256SUMS.training"}
    sums = {"SHA256SUMS": "", "SHA256SUMS.training": ""}
    for path in files:
        if path.name not in unsummed:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            list_ = "SHA256SUMS.training" if path.suffix == ".safetensors" else "SHA256SUMS"
            sums[list_] += f"{found}  {path.relative_to(place).as_posix()}\n"
    for name, wanted in sums.items():
        assert (place / name).read_text("utf-8") == wanted, "python -m assistant.training.export"
    assert sum(path.stat().st_size for path in files) <= 32e6
    assert check("compact")[-1].name == "Compact models"


def test_damaged_bundled_models_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "models" / "compact"
    shutil.copytree(models.folder("compact"), place)
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with (place / "cnn.onnx").open("r+b") as file:
        file.seek(50_000)
        file.write(b"XXXX")
    assert refusal(check, "compact") == (
        "The file cnn.onnx of Glimpse is damaged. Install Glimpse again."
    )
    (place / "cnn.onnx").unlink()
    assert "cnn.onnx of Glimpse is missing" in refusal(check, "compact")


@pytest.mark.parametrize("act", [models.folder, models.is_present, check, models.remove])
def test_an_unknown_model_is_told(act: Callable[[str], object]) -> None:
    assert refusal(act, "gpt5") == (
        "There is no model gpt5. There are compact, resnet50, detector, gpt2."
    )


def test_nothing_heavy_is_imported_before_a_download() -> None:
    code = (
        "import sys; from assistant import models; models.is_present('gpt2');"
        "print([m for m in ('httpx2', 'huggingface_hub', 'filelock', 'torch') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
