"""A refused pack of values taken apart until those are found that it is refused for, as far as requests reach."""

from collections.abc import Callable
from dataclasses import replace

from truecopy.check.check_run import CheckRun, Sent
from truecopy.judge import OperationPlan, words_of
from truecopy.model import Ground, Outcome, Probe

# A vendor that keeps its contract takes up to 115; one that drifts is not to cost much more.
MOST_REQUESTS = 120
_NOT_ALONE = (
    f"refused together with others, and not tried alone: a run has {MOST_REQUESTS} requests"
)

Keep = Callable[[Probe, Sent], None]


class Isolation:
    """Takes packs apart."""

    def __init__(self, run: CheckRun, room: Callable[[], int], keep: Keep) -> None:
        """Prepare.

        Args:
            room: Returns how many requests may be sent beside those that are planned.
            keep: Keeps what a part showed that is taken apart no further.
        """
        self._run = run
        self._room = room
        self._keep = keep

    def isolate(self, plan: OperationPlan, probe: Probe, sent: Sent) -> None:
        """Take a pack apart that was not accepted."""
        self._run.collector.forget(probe)
        self._run.pictures.spare()
        self._divide(plan, probe, sent)

    def _divide(self, plan: OperationPlan, probe: Probe, sent: Sent) -> None:
        """Find the values for which a request was refused, as many of them as there is room for."""
        rounds = (len(probe.variations) - 1).bit_length()
        a_part = self._run.pictures.requests_of_a_part(probe)
        # A server that fails is asked twice.
        again = 1 if sent.interaction.status >= 500 else 0
        room = self._room() - again
        if room >= 2 * rounds * a_part:
            is_found = self._try_both(plan, probe)
        elif room >= (rounds + 1) * a_part:
            is_found = self._try_first(plan, probe)
        else:
            self._blame(probe, sent)
            return
        if not is_found:
            self._run.keep(probe, self._together(probe, sent))

    def _try_both(self, plan: OperationPlan, probe: Probe) -> bool:
        """Send both halves of a pack; return whether one of them was not accepted."""
        found = [self._try(plan, part) for part in self._halves(plan, probe)]
        return any(found)

    def _try_first(self, plan: OperationPlan, probe: Probe) -> bool:
        """Send one half of a pack, and go on in that which must have a refused value; return whether it has."""
        first, second = self._halves(plan, probe)
        if self._try(plan, first):
            self._run.collector.skip(second, _NOT_ALONE)
            return True
        if len(second.variations) == 1:
            return self._try(plan, second)
        return self._try_first(plan, second)

    def _halves(self, plan: OperationPlan, probe: Probe) -> tuple[Probe, Probe]:
        middle = len(probe.variations) // 2
        single = self._run.planner.single
        first, second = probe.variations[:middle], probe.variations[middle:]
        return single(plan, probe, first), single(plan, probe, second)

    def _try(self, plan: OperationPlan, part: Probe) -> bool:
        """Send a part of a pack, and take it apart where it is not accepted; return whether it was not."""
        answer = self._run.send(part, has_pictures=False)
        if answer.is_accepted or answer.is_no_answer or len(part.variations) == 1:
            self._keep(part, answer)
        else:
            self._divide(plan, part, answer)
        return not answer.is_accepted

    def _blame(self, probe: Probe, sent: Sent) -> None:
        """Keep the refusal of a pack as a whole, since there is no room to take it apart."""
        run = self._run
        many = f"{len(probe.variations)} values"
        run.collector.skip(probe, _NOT_ALONE)
        outcome = sent.outcome
        outcome.broken.clear()
        outcome.suspected.clear()
        outcome.undetermined.clear()
        if sent.judgement.outcome is Outcome.REFUSED:
            told = f"refused with {sent.interaction.status}"
            words = words_of(sent.interaction)
            outcome.findings[:] = [
                run.judge.finding(
                    "request-valid-refused",
                    probe.draft.operation,
                    f"{probe.label}: {told}{f': {words}' if words else ''}; these {many} were not tried one by "
                    f"one, as a run has {MOST_REQUESTS} requests",
                    ground=_ground(probe),
                    expected="accepted",
                    actual=told,
                )
            ]
        # The values of the pack are accounted for; which of them is at fault nobody knows.
        run.keep(replace(probe, variations=()), sent)

    def _together(self, probe: Probe, sent: Sent) -> Sent:
        """Return a refusal of values that are accepted one by one as what it is."""
        reason = "it is accepted alone, and refused together with others"
        finding = self._run.judge.finding(
            "request-combination-refused",
            probe.draft.operation,
            f"{probe.label}: accepted one by one, refused together with {sent.interaction.status}",
            ground=_ground(probe),
            expected="accepted",
            actual=f"refused with {sent.interaction.status}",
        )
        sent.outcome.findings[:] = [finding]
        sent.outcome.broken.clear()
        sent.outcome.undetermined.update(
            dict.fromkeys((claim for each in probe.variations for claim in each.claims), reason)
        )
        return sent


def _ground(probe: Probe) -> Ground | None:
    """Return the weakest ground that a pack rests on."""
    return probe.leans.ground if probe.leans else None
