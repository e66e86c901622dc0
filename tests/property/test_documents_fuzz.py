"""Pages edited at random: a look at them ends with changes or with a reason, never with a traceback."""

import random
from pathlib import Path

import pytest
from tests.page_edits import NOISE
from tests.unit.derive.pages import PAGES, VENDOR, derived_workspace

from truecopy.drift.documents import compare_documents
from truecopy.model import RULES, ChangeKind

# Each is a run of its own, so that a failure names the seed that shows it again.
SEEDS = range(6)
EDITS_A_SEED = 10
WORDS = (
    "not",
    "only",
    "7",
    "1-9",
    "(max 3 characters)",
    "[1, 2",
    "{",
    "```",
    "deprecated",
    "default:",
    "  • ",
    "必须是",
    "\u200b",
    "429",
)


def edited(dice: random.Random, text: str) -> str:
    """Return a page with one thing done to it."""
    lines = text.split("\n")
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(9):
        case 0:
            del lines[at : at + dice.randint(1, 4)]
        case 1:
            lines[at], lines[other] = lines[other], lines[at]
        case 2:
            lines[at:at] = lines[other : other + dice.randint(1, 12)]
        case 3:
            lines[at] = lines[at].replace(" ", f" {dice.choice(WORDS)} ", 1)
        case 4:
            lines[at] = "".join(str((int(c) + 3) % 10) if c.isdigit() else c for c in lines[at])
        case 5:
            lines[at : at + 2] = [" ".join(lines[at : at + 2])]
        case 6:
            lines.insert(at, dice.choice(WORDS))
        case 7:
            return NOISE[dice.choice(sorted(NOISE))](text)
        case _:
            return text[: dice.randrange(len(text) + 1)] if dice.random() < 0.1 else text[::1]
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_edits_at_random_are_told_or_refused(tmp_path: Path, seed: int) -> None:
    """Every change has a rule and a claim that is told once; a page that cannot be read is named."""
    folder = derived_workspace(tmp_path)
    pages = tmp_path / "documents" / VENDOR
    whole = {name: (pages / f"{name}.txt").read_text(encoding="utf-8") for name in PAGES}
    dice = random.Random(seed)
    for _ in range(EDITS_A_SEED):
        name = dice.choice(PAGES)
        text = whole[name]
        for _ in range(dice.randint(1, 5)):
            text = edited(dice, text)
        (pages / f"{name}.txt").write_text(text, encoding="utf-8")

        found = compare_documents(folder, pages)

        kept = [each for each in found.changes if each.kind is not ChangeKind.UNREAD]
        assert all(each.rule in RULES and each.claim for each in found.changes)
        assert len({(each.claim, each.kind, each.rule) for each in kept}) == len(kept)
        (pages / f"{name}.txt").write_text(whole[name], encoding="utf-8")
