"""A look with memory, as text and as data."""

import json
from dataclasses import replace

from tests.unit.drift.test_episodes import DAY_S, finding, look
from tests.unit.drift.test_memory import NOTHING_ACCEPTED, SIDE, seen

from truecopy.drift.episodes import remember
from truecopy.drift.memory import Circumstances, MemoryResult, memory_result
from truecopy.model import ExitReason, Severity
from truecopy.report.memory_report import memory_json, memory_summary, memory_text


def result() -> MemoryResult:
    """Return a look in which something is new, something lasts, and something is gone."""
    before = remember([], look(0, finding("a"), finding("b")))
    update = remember(before.episodes, look(DAY_S, finding("b"), finding("c")))
    told = Circumstances(before=None, is_new_history=True, silence=NOTHING_ACCEPTED)
    once = (replace(finding("d", Severity.INFO), message="seen once: m\x1b"),)
    return memory_result(SIDE, seen("abc", ExitReason.FINDINGS, once=once), update, told)


def test_json_has_the_three_lists() -> None:
    """Rows of findings with their days; what was seen once is new, and info."""
    content = json.loads(memory_json([result()]))

    assert {
        "schema_version",
        "exit_reason",
        "examined",
        "examined_before",
        "message",
    } <= content.keys()
    assert [each["claim"] for each in content["new"]] == ["c", "d"]
    assert [each["severity"] for each in content["new"]] == ["error", "info"]
    assert [each["claim"] for each in content["lasting"]] == ["b"]
    assert content["resolved"][0]["resolved_at"] == "1970-01-02T00:00:00Z"
    assert content["examined"] == 3
    assert content["exit_reason"] == "drift"


def test_several_vendors_stand_below_each_other() -> None:
    """Each with all its members."""
    content = json.loads(memory_json([result(), result()]))

    assert [each["exit_reason"] for each in content["vendors"]] == ["drift", "drift"]


def test_text_says_what_a_reader_asks() -> None:
    """Standing, rule, claim, since when; nothing that steers a terminal."""
    text = memory_text([result()])

    for part in (
        "new       error: answer-field-missing at c",
        "lasting ",
        "resolved ",
        "in 2 runs",
        "once ",
    ):
        assert part in text
    assert "\x1b" not in text
    assert text.rstrip().endswith(memory_summary(result()))
    assert "1 new, 1 lasting, 1 resolved; 3 claims examined" in memory_summary(result())


def test_info_that_lasts_is_a_count_in_text() -> None:
    """It was told on its first day; programs have it all."""
    info = [finding(claim, Severity.INFO) for claim in ("a", "b", "c")]
    before = remember([], look(0, *info))
    update = remember(before.episodes, look(DAY_S, *info, finding("d")))
    told = Circumstances(before=None, is_new_history=False, silence=NOTHING_ACCEPTED)
    lasting = memory_result(SIDE, seen("abcd", ExitReason.FINDINGS), update, told)

    text = memory_text([lasting])

    assert "lasting   3 of info, named by --format json\n" in text
    assert text.count("lasting ") == 1
    assert len(json.loads(memory_json([lasting]))["lasting"]) == 3
