"""The models: which there are, getting them, checking them, removing them.

The compact models come with Glimpse. The standard ones are downloaded once, after consent, and
from then on nothing here touches the network::

    registry    what there is: addresses, sizes, SHA-256 sums, licences
    store       what is on this computer: present, intact, removed
    transfer    one file over HTTP, resumed where it stopped
    download    whole models: room on the disk, caches, one process at a time, checked, put in place
"""

from assistant.models.download import describe_download, download
from assistant.models.registry import MODELS, Model, ModelFile, for_profile
from assistant.models.store import DownloadProgress, folder, is_present, remove, require, verify

__all__ = [
    "MODELS",
    "DownloadProgress",
    "Model",
    "ModelFile",
    "describe_download",
    "download",
    "folder",
    "for_profile",
    "is_present",
    "remove",
    "require",
    "verify",
]
