"""The network on a picture and its mirror image."""

import torch

from assistant.training.network import STRIDE, CompactNetwork, both_ways


def test_a_mirrored_picture_has_mirrored_answers() -> None:
    torch.manual_seed(0)
    network = CompactNetwork({"objects": 3, "scene": 2}, 3).eval()
    x = torch.randn(2, 3, 64, 96)
    with torch.inference_mode():
        said, mirrored = both_ways(network, x), both_ways(network, x.flip(3))
    assert said.grid.shape == (2, 3, 64 // STRIDE, 96 // STRIDE)
    torch.testing.assert_close(said.grid, mirrored.grid.flip(3), rtol=1e-4, atol=1e-5)
    left, top, right, bottom = mirrored.sides.flip(3).unbind(1)
    sides = torch.stack((right, top, left, bottom), 1)
    torch.testing.assert_close(said.sides, sides, rtol=1e-4, atol=1e-5)
    for name, logits in said.pooled.items():
        torch.testing.assert_close(logits, mirrored.pooled[name], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(said.embedding, mirrored.embedding, rtol=1e-4, atol=1e-4)


def test_pictures_of_one_batch_do_not_mix() -> None:
    network = CompactNetwork({"objects": 3}, 3).eval()
    x = torch.randn(2, 3, 64, 64)
    with torch.inference_mode():
        alone, together = both_ways(network, x[:1]), both_ways(network, x)
    torch.testing.assert_close(alone.grid[0], together.grid[0], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(alone.pooled["objects"][0], together.pooled["objects"][0])
