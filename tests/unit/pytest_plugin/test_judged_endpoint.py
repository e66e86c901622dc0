"""An endpoint under judgement."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from truecopy.contract.workspace import built_in_root
from truecopy.model.exit_reason import ExitReason
from truecopy.pytest_plugin.judged_endpoint import TruecopyTarget, chosen_targets


def config(*targets: str, **options: Any) -> Any:
    """Return what a run was told."""
    given = {
        "--truecopy-target": list(targets),
        "--truecopy-target-max-cost": None,
        "--truecopy-target-examples": 2,
        "--truecopy-workspace": None,
        **options,
    }
    settings = {"truecopy_workspace": ""}
    return SimpleNamespace(
        getoption=given.__getitem__, getini=settings.__getitem__, rootpath=built_in_root()
    )


def test_without_a_target_every_vendors_mock_is_judged(truecopy_target: TruecopyTarget) -> None:
    """The fixture makes a test of each."""
    assert truecopy_target.address == "mock"
    assert truecopy_target.vendor == truecopy_target.chosen.contract.vendor


def test_named_targets_are_judged_instead() -> None:
    """Each with the vendor whose contract it is held to; anything else is refused."""
    url = "http://127.0.0.1:4747/mulerouter"

    assert chosen_targets(config(f"mulerouter={url}")) == {"mulerouter": url}
    for text in ("mulerouter", "mulerouter=", f"nobody={url}"):
        with pytest.raises(pytest.UsageError, match="VENDOR=URL was expected"):
            chosen_targets(config(text))


def test_a_target_that_costs_money_needs_a_limit() -> None:
    """Nobody spends more than was said."""
    target = TruecopyTarget("mulerouter", "https://api.mulerouter.ai", config())

    with pytest.raises(pytest.fail.Exception, match="--truecopy-target-max-cost"), target.opened():
        pass


def test_an_endpoint_that_agrees_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The result can be looked at; what was found, or that nothing could be, fails the test."""
    target = TruecopyTarget("powertokens", "mock", config())

    result = target.assert_agrees()

    assert result.exit_reason == "agrees"
    ended = replace(result, exit_reason=ExitReason.BUDGET, message="it costs more")
    monkeypatch.setattr(target, "check", lambda **_: ended)
    with pytest.raises(pytest.fail.Exception, match="it costs more"):
        target.assert_agrees()
