"""`truecopy drift`."""

import json

from tests.unit.cli.shell import Shell

from truecopy.model import RULES


def test_every_rule_of_drift_is_listed(shell: Shell) -> None:
    """With its severity and a sentence, as text and as data."""
    text = shell.run("drift", "rules")
    data = json.loads(shell.run("drift", "rules", "--format", "json").out)

    known = [each for each in RULES.values() if each.is_of_change]
    lines = text.out.splitlines()[1:]
    assert text.code == 0
    assert [line.split()[:2] for line in lines] == [[each.slug, each.severity] for each in known]
    assert [(row["rule"], row["text"]) for row in data["rules"]] == [
        (each.slug, each.text) for each in known
    ]
