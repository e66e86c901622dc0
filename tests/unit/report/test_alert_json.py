"""An alert as data."""

import json

from tests.unit.report.alerts import alert

from truecopy.report.alert_json import alert_json


def test_an_alert_has_what_began_and_what_ended() -> None:
    """One line, whatever the vendor says; times are RFC 3339, long texts are cut."""
    text = alert_json(alert())
    content = json.loads(text)

    assert "\n" not in text
    assert content["schema_version"] == 1
    assert content["headline"] == "Vendor: drift at wire https://a.example, 1 began"
    (row,) = content["began"]
    assert row["first_seen"] == "1970-01-02T00:00:00Z"
    assert row["resolved_at"] is None
    assert row["calls"][0] == "test_one.yaml:12"
    assert len(row["message"]) == 4_000
    assert content["ended"] == []
    assert json.loads(alert_json(alert(ended=True)))["ended"][0]["resolved_at"]
