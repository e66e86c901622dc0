"""Which members the examples of a page have, by the names that lead to them."""

from collections.abc import Mapping, Sequence, Set

from truecopy.derive.located_json import Node


class ExampleNames:
    """The members of the bodies that a page shows."""

    def __init__(self, examples: Mapping[str, Sequence[Node]]) -> None:
        """Look at these: root of a subject, `request` or a status -> examples of that body."""
        self._found: dict[tuple[str, ...], set[str]] = {}
        for root, nodes in examples.items():
            for node in nodes:
                self._add(node, (root,))

    def at(self, path: tuple[str, ...]) -> Set[str]:
        """Return the members at a path, those of a list's elements together; empty where no example has any."""
        return self._found.get(path, frozenset())

    def _add(self, node: Node, at: tuple[str, ...]) -> None:
        for each in node.items or (node,):
            for name, member in each.members.items():
                self._found.setdefault(at, set()).add(name)
                self._add(member, (*at, name))
