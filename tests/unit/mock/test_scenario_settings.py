"""Scenarios that were set: for which operation, and how often."""

from truecopy.mock.scenario_settings import ScenarioSetting, ScenarioSettings

KNOWN = ("slow", "failing")


def test_what_is_set_for_an_operation_is_stronger_than_what_is_set_for_any() -> None:
    """The general one comes back when the special one is spent."""
    settings = ScenarioSettings()
    settings.put(ScenarioSetting(scenario="slow"))
    settings.put(ScenarioSetting(scenario="failing", operation="make", times=1))

    special = settings.find("make", KNOWN)
    assert special is not None
    assert special.scenario == "failing"
    special.used = 1

    for operation in ("make", "show", None):
        general = settings.find(operation, KNOWN)
        assert general is not None
        assert general.scenario == "slow"


def test_what_a_vendor_does_not_know_does_not_apply() -> None:
    """A scenario for all vendors leaves alone those that have none of its name."""
    settings = ScenarioSettings()
    settings.put(ScenarioSetting(scenario="slow"))

    assert settings.find("make", ("failing",)) is None


def test_one_for_every_operation_takes_the_place_of_all() -> None:
    """What was set for single operations before is gone."""
    settings = ScenarioSettings()
    settings.put(ScenarioSetting(scenario="failing", operation="make"))
    settings.put(ScenarioSetting(scenario="slow"))

    assert [each.scenario for each in settings.all()] == ["slow"]
    settings.take_back("make")
    assert list(settings.all())
    settings.take_back(None)
    assert not list(settings.all())
