"""Every assumption of the contracts turned round, and those of which no answer can show the other way."""

from collections.abc import Mapping

from tests.drifts.assumptions.applerouter import APPLEROUTER
from tests.drifts.assumptions.mulerouter import MULEROUTER
from tests.drifts.assumptions.powertokens import POWERTOKENS
from tests.drifts.reversal import Reversal

REVERSALS: tuple[Reversal, ...] = (*APPLEROUTER, *POWERTOKENS, *MULEROUTER)
# Pattern of `vendor/claim` -> why there is no reversal of it.
IRREVERSIBLE: Mapping[str, str] = {
    "powertokens/*.request.watermark#default": "no sentence says what a watermark looks like, so that no picture"
    " shows whether it has one",
}
