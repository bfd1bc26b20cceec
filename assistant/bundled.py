"""Networks that come with Glimpse: where each file is, known without importing what runs it."""

from assistant import paths

_MODELS = paths.resources() / "models"

CNN = _MODELS / "compact" / "cnn.onnx"
GPT2 = CNN.parent / "gpt2" / "gpt2.onnx"
PLACES = _MODELS / "faces" / "places.onnx"
PRESENCE = _MODELS / "reading" / "presence.onnx"
DETECTOR = PRESENCE.with_name("detector.onnx")
RECOGNISER = PRESENCE.with_name("recogniser.onnx")

DESCRIBING = (CNN, GPT2, PLACES, PRESENCE)
"""What nearly every picture needs with the compact profile, in the order in which it does."""
READING = (DETECTOR, RECOGNISER)
"""What a page needs, likewise."""
