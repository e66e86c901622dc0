"""One message: what began and what ended."""

from dataclasses import replace

from tests.unit.report.alerts import alert


def test_a_headline_counts_both() -> None:
    """What there is none of is not mentioned."""
    both = replace(alert(), ended=alert(ended=True).ended)

    assert both.headline == "Vendor: drift at wire https://a.example, 1 began and 1 ended"
    assert alert(ended=True).headline == "Vendor: drift at wire https://a.example, 1 ended"
