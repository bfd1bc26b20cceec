"""Which cameras there are, on a machine made of folders, and what is said when one cannot be used.

The only doubles are the device files, the kernel's list and what OpenCV gives for a device.
"""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from assistant.sources import CameraInfo, camera, cameras, live, open_camera, v4l
from tests.sources.made import sentence, somebody_else

linux = pytest.mark.skipif(sys.platform != "linux", reason="Video4Linux is Linux's")


class Device:
    """What cv2.VideoCapture is for a camera that gives so many pictures before it is unplugged."""

    def __init__(self, pictures):
        self.left = pictures
        self.released = False

    def read(self):
        if self.left == 0 or self.released:
            return False, None
        self.left -= 1
        return True, np.full((720, 1280, 3), (255, 0, 0), np.uint8)  # blue, as BGR

    def release(self):
        self.released = True


class Machine:
    """The files by which Linux shows its cameras."""

    def __init__(self, folder):
        self.system, self.devices = folder / "sys", folder / "dev"
        self.devices.mkdir()

    def plug(self, number, name, index=0, by_id="", by_path=""):
        node = self.system / f"video{number}"
        node.mkdir(parents=True)
        (node / "name").write_text(name + "\n", encoding="utf-8")
        (node / "index").write_text(f"{index}\n", encoding="utf-8")
        (self.devices / f"video{number}").touch()
        for kind, link in (("by-id", by_id), ("by-path", by_path)):
            if link:
                (self.devices / "v4l" / kind).mkdir(parents=True, exist_ok=True)
                (self.devices / "v4l" / kind / link).symlink_to(f"../../video{number}")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    made = Machine(tmp_path)
    monkeypatch.setattr(v4l, "SYSTEM", made.system)
    monkeypatch.setattr(v4l, "DEVICES", made.devices)
    return made


@pytest.fixture
def devices(monkeypatch):
    """index → Device; what OpenCV finds there."""
    found = {}
    monkeypatch.setattr(camera, "_open", lambda info: found.get(info.index, Device(0)))
    return found


@linux
def test_cameras_have_names_and_ids_that_last(machine):
    machine.plug(10, "OBS Virtual Camera")
    machine.plug(2, "HD Webcam: HD Webcam", by_id="usb-ACME_HD_123-video-index0", by_path="pci-1")
    machine.plug(3, "HD Webcam: HD Webcam", index=1, by_id="usb-ACME_HD_123-video-index1")
    machine.plug(4, "Kamera für Ärzte", by_path="pci-0000:00-usb-0:2:1.0-video-index0")
    assert cameras() == [
        CameraInfo("usb-ACME_HD_123-video-index0", "HD Webcam: HD Webcam", 2),
        CameraInfo("pci-0000:00-usb-0:2:1.0-video-index0", "Kamera für Ärzte", 4),
        CameraInfo("video10", "OBS Virtual Camera", 10),
    ]


@linux
def test_the_driver_is_asked_which_nodes_give_pictures(machine, monkeypatch):
    # struct v4l2_capability as the kernel fills it; number 1 is a camera, 2 its node for metadata.
    import fcntl

    machine.plug(1, "Camera", index=1)
    machine.plug(2, "Camera", index=0)

    def querycap(file, request, answer):
        assert request == 0x80685600
        capture = Path(f"/proc/self/fd/{file}").readlink().name == "video1"
        answer[84:92] = (0x84A00001).to_bytes(4, "little") + (
            0x04200001 if capture else 0x04A00000
        ).to_bytes(4, "little")

    monkeypatch.setattr(fcntl, "ioctl", querycap)
    assert [c.index for c in cameras()] == [1]


@linux
def test_no_camera_at_all(machine):
    assert cameras() == []
    text = sentence(open_camera)
    assert text == "No camera was found; plug one in, or open a picture instead."


@linux
def test_an_unknown_camera_names_the_known(machine):
    machine.plug(0, "Desk camera")
    text = sentence(open_camera, "Other")
    assert text == "The camera Other was not found; there are: Desk camera."


@linux
@pytest.mark.parametrize("camera_id", ["usb-B-index0", "2", "Camera B"])
def test_a_camera_is_chosen_by_id_number_or_name(machine, devices, camera_id):
    machine.plug(0, "Camera A")
    machine.plug(2, "Camera B", by_id="usb-B-index0")
    devices.update({0: Device(5), 2: Device(5)})
    capture = open_camera(camera_id)
    frame = capture.read()
    assert (frame.source, frame.width, frame.height) == ("Camera B", 1280, 720)
    assert tuple(frame.pixels[0, 0]) == (0, 0, 255)
    capture.close()
    assert devices[2].released
    assert devices[0].left == 5


@linux
def test_the_first_camera_is_taken_when_none_is_named(machine, devices):
    machine.plug(1, "Second")
    machine.plug(0, "First")
    devices.update({0: Device(5), 1: Device(5)})
    assert open_camera().read().source == "First"


@linux
def test_a_camera_in_use_elsewhere_is_told_and_given_back(machine, devices):
    machine.plug(0, "Desk camera")
    devices[0] = Device(0)
    assert "close other programs that use it" in sentence(open_camera)
    assert devices[0].released


@linux
def test_a_camera_that_may_not_be_used(machine, tmp_path):
    for folder in (tmp_path, *tuple(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    machine.plug(0, "Desk camera")
    v4l.device(0).chmod(0)
    with somebody_else():
        text = sentence(open_camera)
    assert text.startswith("You are not allowed to use the camera Desk camera;")
    assert "usermod -aG video" in text


@linux
def test_the_same_camera_is_found_again_under_another_number(machine, devices):
    machine.plug(0, "Desk camera", by_id="usb-desk")
    devices[0] = Device(3)  # one is used up by opening
    seen = []
    for thing in live(lambda: open_camera("usb-desk"), lambda: len(seen) == 6, retry_s=0.01):
        seen.append(getattr(thing, "text", None) or thing.source)
        if len(seen) == 3:  # lost: it comes back as number 5
            (machine.devices / "v4l" / "by-id" / "usb-desk").unlink()
            machine.plug(5, "Desk camera", by_id="usb-desk")
            devices[5] = Device(9)
    assert seen == [
        "Desk camera",
        "Desk camera",
        "The camera was disconnected. I will keep trying.",
        "The camera is back.",
        "Desk camera",
        "Desk camera",
    ]


@linux
def test_opencv_says_nothing_about_a_device_that_is_none(machine, capfd):
    machine.plug(0, "Desk camera")
    assert "gives no picture" in sentence(open_camera)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("platform", "backend"), [("win32", 1400), ("darwin", 1200)])
def test_other_systems_tell_names_and_ids_through_the_library(monkeypatch, platform, backend):
    found = SimpleNamespace(index=0, name="FaceTime HD", path="0x8020000005ac8514")
    library = ModuleType("cv2_enumerate_cameras")
    library.enumerate_cameras = lambda api: [found] if api == backend else []
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", library)
    monkeypatch.setattr(sys, "platform", platform)
    assert cameras() == [CameraInfo("0x8020000005ac8514", "FaceTime HD", 0)]
