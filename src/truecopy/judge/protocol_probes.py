"""Probes of what is judged before a body is: keys, methods, paths, media types, ids of look-ups."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from truecopy.contract import CompiledOperation
from truecopy.contract.bodies import FORM_TYPE
from truecopy.judge.boundaries import refused_values
from truecopy.judge.outcome import BAD_REQUEST
from truecopy.judge.request_fields import fields_of
from truecopy.model import Contract, Credentials, Draft, Operation, Outcome, Phase, Probe

UNREADABLE = b'{"this is": no JSON'
_BROKEN_FORM = b"--cut\r\nContent-Disposition: form-data; name="
_STRANGE_MEDIA_TYPE = "text/plain"
_UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


class ProtocolProbes:
    """Plans the probes of a vendor's protocol."""

    def __init__(self, contract: Contract, compiled: Mapping[str, CompiledOperation]) -> None:
        """Choose for each path the operation that speaks for it, so that no path is tried twice."""
        self._contract = contract
        self._compiled = compiled
        self._full_auth = next(iter(contract.operations), "")
        self._speakers = {
            each.path: each.id for each in reversed(list(contract.operations.values()))
        }

    def probes(self, operation: Operation, good: Draft, baseline: str) -> Iterator[Probe]:
        """Yield what is refused before a body is looked at: keys, methods, paths, media types, bodies."""
        yield from self._auth(operation, good, baseline)
        yield from self._strange_routes(operation, good, baseline)
        if operation.media_type is None:
            return
        status = (*self.status(operation, 415),)
        yield self._probe(
            "media-type",
            replace(good, content_type=_STRANGE_MEDIA_TYPE),
            f"the media type is {_STRANGE_MEDIA_TYPE}",
            "request-media-type-accepted",
            (f"{operation.id}#media-type", *status),
            baseline,
        )
        is_form = operation.media_type == FORM_TYPE
        content_type = f"{operation.media_type}; boundary=cut" if is_form else None
        yield self._probe(
            "unreadable",
            replace(good, content_type=content_type, body=_BROKEN_FORM if is_form else UNREADABLE),
            "the body ends in the middle",
            "request-unreadable-accepted",
            self.status(operation, 400),
            baseline,
            BAD_REQUEST,
        )

    def _auth(self, operation: Operation, good: Draft, baseline: str) -> Iterator[Probe]:
        auth = f"{operation.id}#auth"
        if auth not in self._contract.claims:
            return
        kinds = {Credentials.MISSING: "there is no key"}
        if operation.id == self._full_auth:
            kinds[Credentials.OTHER_SCHEME] = "the key comes under the scheme Basic"
            kinds[Credentials.WRONG_KEY] = "the key is none that was given out"
        prefix = f"{operation.id}#key-prefix"
        if prefix in self._contract.claims:
            kinds[Credentials.WITHOUT_PREFIX] = "the key lacks its prefix"
        for kind, label in kinds.items():
            claims = (auth,) if kind is not Credentials.WITHOUT_PREFIX else (prefix,)
            yield self._probe(
                kind.value.replace(" ", "-"),
                replace(good, credentials=kind),
                label,
                "request-auth-ignored",
                (*claims, *self.status(operation, 401)),
                baseline,
                frozenset({401}) if 401 in operation.responses else frozenset(),
            )

    def _strange_routes(self, operation: Operation, good: Draft, baseline: str) -> Iterator[Probe]:
        """Yield another method for the path, and another path; once for each path."""
        if self._speakers[operation.path] != operation.id or "{" in operation.path:
            return
        yield self._other_method(operation, good, baseline)
        yield self._probe(
            "path",
            replace(good, path=f"{operation.path}-of-nowhere"),
            "the path is none of the documented ones",
            "request-path-accepted",
            (f"{operation.id}#path", *self.status(operation, 404)),
            baseline,
            frozenset({404}) if 404 in operation.responses else frozenset(),
        )

    def _other_method(self, operation: Operation, good: Draft, baseline: str) -> Probe:
        known = {
            each.method
            for each in self._contract.operations.values()
            if each.path == operation.path
        }
        other = next(each for each in ("GET", "POST", "PUT") if each not in known)
        return self._probe(
            "method",
            replace(good, method=other, body=None, media_type=None, pictures=0),
            f"the method is {other}",
            "request-method-accepted",
            (f"{operation.id}#method", *self.status(operation, 405)),
            baseline,
            frozenset({405}) if 405 in operation.responses else frozenset(),
        )

    def look_ups(self, operation: Operation) -> Iterator[Probe]:
        """Yield look-ups that find nothing: ids that nobody was given, and ids that are none."""
        compiled = self._compiled[operation.id].path
        if compiled is None:
            return
        good = dict.fromkeys(compiled.schema.get("properties", {}), _UNKNOWN_ID)
        lifecycle = self._contract.lifecycle
        if lifecycle is not None and lifecycle.poll == operation.id:
            # Of other look-ups nobody says which ids there are.
            told = "the id is none that was given out"
            yield self._look_up(operation, good, "unknown-id", told, ())
        for field_ in fields_of(compiled, good):
            for keyword, value, told in refused_values(field_, is_form=False):
                if field_.at and keyword != "type":
                    values = {**good, field_.at[1:]: str(value)}
                    claims = field_.claims(keyword)
                    yield self._look_up(
                        operation,
                        values,
                        f"{field_.name}-{keyword}",
                        f"{field_.name} is {told}",
                        claims,
                    )
        draft = Draft(operation=operation.id, method=operation.method, path=_path(operation, good))
        yield from self._auth(operation, draft, "")
        yield self._other_method(operation, draft, "")

    def _look_up(
        self,
        operation: Operation,
        values: Mapping[str, str],
        name: str,
        label: str,
        claims: tuple[str, ...],
    ) -> Probe:
        return Probe(
            id=f"{operation.id}/{name}",
            phase=Phase.LIFECYCLE,
            draft=Draft(
                operation=operation.id, method=operation.method, path=_path(operation, values)
            ),
            outcome=Outcome.REFUSED,
            label=label,
            rule="lifecycle-unknown-id-found",
            claims=(*claims, *self.status(operation, 404)),
            statuses=frozenset({404, *(BAD_REQUEST if claims else ())}),
        )

    def _probe(  # noqa: PLR0913 - one probe has so many parts
        self,
        name: str,
        draft: Draft,
        label: str,
        rule: str,
        claims: tuple[str, ...],
        baseline: str,
        statuses: frozenset[int] = frozenset(),
    ) -> Probe:
        return Probe(
            id=f"{draft.operation}/{name}",
            phase=Phase.CLAIMS,
            draft=draft,
            outcome=Outcome.REFUSED,
            label=label,
            rule=rule,
            claims=claims,
            statuses=statuses,
            baseline=baseline,
        )

    def status(self, operation: Operation, status: int) -> tuple[str, ...]:
        """Return the claim about a status of an operation, if there is one."""
        claim = f"{operation.id}.{status}#status"
        return (claim,) if claim in self._contract.claims else ()


def _path(operation: Operation, values: Mapping[str, str]) -> str:
    path = operation.path
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path
