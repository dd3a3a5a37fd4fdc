"""Nothing in, all that is needed to repeat what this process measures out."""

import platform
import shlex
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = ("glossator", "numpy", "scipy", "ir-measures", "pytrec-eval-terrier", "faiss-cpu", "openvino", "tokenizers")


def provenance() -> dict[str, object]:
    """The command, the versions of what computes, and the kind of machine; nothing that names the machine."""
    return {
        "command": shlex.join(["glossator", *sys.argv[1:]]),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}},
        "platform": f"{platform.system()} {platform.machine()}",
    }


@lru_cache(maxsize=len(_PACKAGES))
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
