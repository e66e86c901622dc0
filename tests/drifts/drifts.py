"""Every drift that a check must find, and every change that it must pass over."""

from tests.drifts.catalogue.additive import ADDITIVE
from tests.drifts.catalogue.answering import ANSWERING
from tests.drifts.catalogue.corners import CORNERS
from tests.drifts.catalogue.looser import LOOSER
from tests.drifts.catalogue.statuses import STATUSES
from tests.drifts.catalogue.stricter import STRICTER
from tests.drifts.catalogue.tasking import TASKING
from tests.drifts.drift import Drift

DRIFTS: tuple[Drift, ...] = (
    *STRICTER,
    *LOOSER,
    *ANSWERING,
    *STATUSES,
    *CORNERS,
    *TASKING,
    *ADDITIVE,
)

__all__ = ["DRIFTS", "Drift"]
