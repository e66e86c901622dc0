"""Changes as data."""

from truecopy.model import Change, ChangeKind, Severity


def make_change(**more: object) -> Change:
    """Return a change of a limit."""
    given: dict[str, object] = {
        "claim": "make.request.n#maximum",
        "kind": ChangeKind.CHANGED,
        "rule": "request-maximum-lowered",
        "severity": Severity.ERROR,
        **more,
    }
    return Change(**given)  # type: ignore[arg-type] # of many kinds


def test_a_row_has_these_members_in_this_order() -> None:
    """Whoever reads reports as data finds each, null where there is nothing."""
    row = make_change(old=6, new=0, calls=("a.yaml:3",)).row()

    assert list(row) == [
        "claim",
        "kind",
        "rule",
        "severity",
        "old",
        "new",
        "old_source",
        "new_source",
        "old_sentence",
        "new_sentence",
        "decision",
        "breaks",
        "calls",
    ]
    assert (row["old"], row["new"], row["breaks"], row["calls"]) == (6, 0, None, ["a.yaml:3"])


def test_that_nobody_looked_is_told_from_no_call() -> None:
    """Null is not an empty list."""
    assert make_change().row()["calls"] is None
    assert make_change(calls=()).row()["calls"] == []


def test_a_change_belongs_to_an_operation() -> None:
    """Or to the lifecycle, or the vendor."""
    assert make_change().owner == "make"
    assert make_change(claim="vendor#base-url").owner == "vendor"
