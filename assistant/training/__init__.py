"""The recipe of the compact networks; not needed to run Glimpse, in no wheel, imported by nothing.

In order: ``teacher`` (dense scores of the detector that is learnt from), ``train``, ``calibrate``,
``export`` (to what is run), ``evaluate``. Each is a command, ``python -m assistant.training.NAME
--help``; what only serves them has four rooms: ``picture``, ``language``, ``writing`` and
``judging``. ``detector`` and ``presence`` make the networks that look for writing. The optional
extra ``training`` of the package brings what they need beyond Glimpse itself.
"""

import os

from assistant.pipeline import torchvision_ops

# Read when torch is linked: threads that wait must not spin on a core that others need.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
torchvision_ops.prepare()
