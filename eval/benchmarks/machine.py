"""What the figures were measured on: processor, memory, versions, and what else the machine was doing."""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("numpy", "openvino", "faiss-cpu", "tokenizers", "torch", "sentence-transformers", "fastapi", "uvicorn")


def machine() -> dict[str, object]:
    """The machine and the libraries, as plain values; `load_1m` is how many processes wanted a core before we began."""
    return {
        "processor": _line_of(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "load_1m": round(os.getloadavg()[0], 2),
    }


def resident_mb(pid: int) -> dict[str, float]:
    """Resident memory of a process now and at its peak, in MB; the peak is left out where the system keeps none."""
    status = Path(f"/proc/{pid}/status")
    now, peak = _line_of(status, "VmRSS"), _line_of(status, "VmHWM")
    if not now:
        return _resident_by_ps(pid)
    return {"now": _mb(now), "peak": _mb(peak)}


def _resident_by_ps(pid: int) -> dict[str, float]:
    import subprocess

    done = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return {"now": _mb(done.stdout)}


def _mb(kilobytes: str) -> float:
    return round(int(kilobytes.split(maxsplit=1)[0]) / 1024, 1)


def _line_of(file: Path, name: str) -> str:
    """The value of a `name : value` line, empty where there is none."""
    if sys.platform != "linux" or not file.exists():
        return ""
    lines = (line.partition(":") for line in file.read_text().splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "")
