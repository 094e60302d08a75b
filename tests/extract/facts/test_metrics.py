"""One name for one metric."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.facts.results.metrics import metric_key


@pytest.mark.parametrize(
    ("metric", "unit", "key"),
    [
        ("accuracy", "%", "accuracy"),
        ("acc.", "%", "accuracy"),
        ("accuracy of the larger model", "%", "accuracy"),
        ("Top-1 accuracy", "%", "top-1 accuracy"),
        ("F1-score", "", "F1"),
        ("F1 scores", "%", "F1"),
        ("macro-F1", "", "macro F1"),
        ("mean IoU", "%", "mIoU"),
        ("FID scores", "", "FID"),
        ("word error rate", "%", "WER"),
        ("AUROC", "", "AUC"),
        ("$R^2$", "", "R²"),
        ("rendering speed", "FPS", "frames per second"),
        ("", "FPS", "frames per second"),
        ("faster", "x", "speedup"),
        ("inference time", "x", "speedup"),
        ("PSNR improvement", "dB", "PSNR (change)"),
        ("accuracy", "points", "accuracy (change)"),
        ("reduces the number of parameters", "%", "parameters (change)"),
        ("lowering the ignition delay", "%", "ignition delay (change)"),
        ("the band gap", "eV", "band gap"),
        ("", "", ""),
    ],
)
def test_spellings_of_a_metric_have_one_key(metric: str, unit: str, key: str) -> None:
    assert metric_key(metric, unit) == key


@given(st.text(max_size=80), st.text(max_size=10))
def test_any_metric_has_a_key(metric: str, unit: str) -> None:
    assert isinstance(metric_key(metric, unit), str)
