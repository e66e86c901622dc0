"""Which state a task ends in when all goes well."""

from truecopy.contract.pictures import picture_sites
from truecopy.model import Contract, Lifecycle


def success_state(contract: Contract, lifecycle: Lifecycle) -> str:
    """Return the terminal state that shows the pictures; where none does, the first terminal one."""
    poll = contract.operations[lifecycle.poll]
    sites = [f"{site.pattern}/" for site in picture_sites(poll.responses[poll.success] or {})]
    for state in lifecycle.terminal:
        shown = lifecycle.shows.get(state, ())
        if any(site.startswith(f"{pointer}/") for site in sites for pointer in shown):
            return state
    return lifecycle.terminal[0]
