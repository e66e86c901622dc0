"""YAML files written by hand: read safely, duplicate keys refused, shape checked."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer

from truecopy.errors import WorkspaceError

try:
    from yaml import CSafeLoader
except ImportError:  # pragma: no cover - wheels of PyYAML have it
    _SafeLoader = yaml.SafeLoader
else:

    class _SafeLoader(Composer, CSafeLoader):  # type: ignore[no-redef] # ten times as fast
        """The safe loader, its text read by libyaml; put together here, where no depth is a crash."""

        def __init__(self, stream: str) -> None:
            CSafeLoader.__init__(self, stream)
            Composer.__init__(self)


class _Loader(_SafeLoader):
    """The safe loader, which takes no aliases and no key twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call] # as the stubs have it
            raise yaml.constructor.ConstructorError(
                None, None, "aliases are not allowed here", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - the library's own signature
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name!r} stands here twice", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds; an empty file is an empty mapping.

    Raises:
        WorkspaceError: The file is missing, is not UTF-8 or YAML, or holds no mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path}: cannot be read: {error}") from error
    try:
        value = yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise WorkspaceError(f"{path}{_told(error)}") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise WorkspaceError(f"{path}: a mapping was expected, found {type(value).__name__}")
    return value


def _told(error: Exception) -> str:
    """Return where a text is no YAML and why, in a line."""
    mark = getattr(error, "problem_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return f": is not valid YAML: {error}"
    begun = error.context_mark
    where = f" ({error.context}, begun in line {begun.line + 1})" if begun else ""
    return f":{mark.line + 1}: is not valid YAML: {error.problem}{where}"


def entry_lines(path: Path, name: str) -> list[int]:
    """Return the line, from 1, of each entry of a list that a YAML file has at a key; none where there is no list.

    Args:
        path: Of a file that `read_yaml` has read.
    """
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    members = root.value if isinstance(root, yaml.MappingNode) else ()
    entries = next((value for key, value in members if key.value == name), None)
    found = entries.value if isinstance(entries, yaml.SequenceNode) else ()
    return [each.start_mark.line + 1 for each in found]


def only_keys(value: Mapping[str, Any], allowed: set[str], where: str) -> None:
    """Refuse keys that nothing reads: a misspelt setting must not pass silently.

    Raises:
        WorkspaceError: A key is not among `allowed`; carries all that are.
    """
    unknown = [str(key) for key in value if key not in allowed]
    if unknown:
        raise WorkspaceError(
            f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(allowed))}"
        )


def text_list(value: object, where: str) -> list[str]:
    """Return `value` as a list of texts; None is the empty one, a single text a list of one.

    Raises:
        WorkspaceError: It is something else.
    """
    found = [value] if isinstance(value, str) else value or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise WorkspaceError(f"{where}: a list of texts was expected, found {value!r:.80}")
    return found


def require_keys(value: object, required: set[str], where: str) -> dict[str, Any]:
    """Return `value` as a mapping that has every key of `required`.

    Raises:
        WorkspaceError: It is no mapping, or a key is missing.
    """
    if not isinstance(value, dict):
        raise WorkspaceError(f"{where}: a mapping was expected, found {value!r:.80}")
    missing = sorted(required - value.keys())
    if missing:
        raise WorkspaceError(
            f"{where}: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        )
    return value


def positive_number(section: Mapping[str, Any], name: str, default: float, where: str) -> float:
    """Return a number above 0, or the default where it is absent.

    Raises:
        WorkspaceError: It is something else.
    """
    value = section.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise WorkspaceError(f"{where}: {name}: a number above 0 was expected, found {value!r}")
    return float(value)
