"""An alert as workflow commands."""

from dataclasses import replace

from tests.unit.report.alerts import alert

from truecopy.report.alert_github import alert_github, workflow_property


def test_a_vendor_cannot_give_commands() -> None:
    """One line an episode, whatever it says."""
    text = alert_github(alert(), {"make.200.data#required": ("contracts/v/a.json", 7)})

    assert text.count("\n") == 1
    assert text.startswith("::error file=contracts/v/a.json,line=7,title=Vendor%3A error%3A ")
    assert "\x1b" not in text
    assert "%250A::error::x" in text


def test_what_ended_is_a_notice() -> None:
    """Without a place, where the claim has none in the repository."""
    assert alert_github(alert(ended=True), {}).startswith("::notice title=Vendor%3A ")


def test_properties_are_escaped() -> None:
    """As GitHub reads them."""
    assert workflow_property("a:b,c%\r\n") == "a%3Ab%2Cc%25%0D%0A"


def test_an_annotation_has_the_curl_line_and_the_diagnosis() -> None:
    """In its text, and cut."""
    (begun,) = alert().begun
    row = {**begun.row, "reproduce": "curl -i http://127.0.0.1:1/"}
    told = replace(alert(), begun=(replace(begun, row=row),), diagnosis="Nobody can tell.")

    text = alert_github(told, {})

    assert "%0Atry it: curl -i http://127.0.0.1:1/" in text
    assert "%0Adiagnosis: Nobody can tell." in text
