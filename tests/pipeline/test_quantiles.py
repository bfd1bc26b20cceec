"""Quantiles are numpy's."""

import numpy as np
import pytest

from assistant.pipeline.quantiles import histogram, quantile


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.5, 0.9, 0.999, 1.0])
@pytest.mark.parametrize("size", [1, 2, 10, 1001, 20000])
def test_a_quantile_is_the_one_of_numpy(size: int, share: float) -> None:
    rng = np.random.default_rng(size)
    for values in (
        rng.integers(0, 256, size).astype(np.uint8),
        rng.integers(90, 93, size).astype(np.uint8),
        rng.integers(0, 400, size).astype(np.int32),
        rng.normal(0, 3, size),
        rng.normal(0, 3, size).astype(np.float32),
    ):
        assert quantile(values, share) == pytest.approx(np.quantile(values, share), rel=1e-5)


def test_values_may_have_any_shape_and_be_a_part_of_others() -> None:
    values = np.random.default_rng(0).integers(0, 256, (60, 80, 3)).astype(np.uint8)
    part = values[::2, 1::3, 1]
    assert quantile(part, 0.25) == np.quantile(part, 0.25)
    assert quantile(part / 3, 0.25) == pytest.approx(np.quantile(part / 3, 0.25))
    assert histogram(part).tolist() == np.bincount(part.ravel(), minlength=256).tolist()
