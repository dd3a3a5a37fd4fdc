"""What is said of the machine."""

import os

import numpy as np

from eval.benchmarks.machine import machine, resident_mb


def test_the_machine_is_described_by_plain_values() -> None:
    found = machine()
    assert found["processor"]
    assert found["cores"] >= 1
    assert found["memory_gb"] > 0
    assert set(found["libraries"]) >= {"openvino", "faiss-cpu", "sentence-transformers"}


def test_memory_that_a_process_takes_is_seen() -> None:
    before = resident_mb(os.getpid())["now"]
    taken = np.ones(8_000_000)  # 61 MB, written to, so that they are resident
    assert resident_mb(os.getpid())["now"] - before > 50
    assert taken.sum() == 8_000_000
