"""Names of the arrays that more than one module is given."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Embedding = Floats
"""(D,): a picture in the network's own numbers."""
Corners = Floats
"""(N, 4): left, top, right, bottom of boxes."""
