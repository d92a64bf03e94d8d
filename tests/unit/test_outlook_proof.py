"""The model beside conflictology on the challenge's windows: what the guide says of it."""

from __future__ import annotations

import pytest

from naap.outlook.scoring import against, mean_scores
from tests.outlook_proof import ETHIOPIA, views_panel, views_windows


@pytest.mark.shared
@pytest.mark.slow
def test_the_model_beats_conflictology_in_every_window_and_not_by_a_single_country() -> None:
    panel = views_panel()
    ours, theirs = (views_windows(panel, model) for model in ("pool", "conflictology"))
    for mine, other in zip(ours, theirs, strict=True):
        assert mean_scores([mine])["crps"] < mean_scores([other])["crps"]
    means = mean_scores(ours)
    assert means["cells"] == 191 * 12 * 4
    assert means["crps"] == pytest.approx(28.98, abs=0.01)
    assert means["log_crps"] == pytest.approx(0.149, abs=0.0005)
    assert means["ign"] <= 0.56
    assert 0.88 <= means["coverage_active"] <= 0.92
    assert against(ours, theirs)[0].high < 0

    def ethiopia(unit: object, month: int) -> bool:
        return unit == ETHIOPIA and month > 480

    left = [views_windows(panel, model, ethiopia) for model in ("pool", "conflictology")]
    assert against(left[0], left[1])[0].high < 0
