"""The judgement of requests, in its documented order.

Route 404 and method 405, scenario at the edge, key 401, media type, then what the handler of the operation
judges (body 400, schema, pictures, caps), scenario after validation.
"""

import asyncio
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from truecopy.contract import Routes
from truecopy.contract.bodies import media_type_of
from truecopy.contract.routes import Route
from truecopy.mock.accounts import Authenticator, AuthResult
from truecopy.mock.context import AcceptedRequest, Diversion, Refusal, RequestContext
from truecopy.mock.mockfile import MockFile
from truecopy.mock.operation_handler import OperationHandler
from truecopy.mock.preferences import NONE, read_preferences
from truecopy.mock.services import SharedServices
from truecopy.model import Contract, Operation
from truecopy.serving import Call


class RequestPipeline:
    """Lets the requests of one vendor through, or refuses them."""

    def __init__(
        self,
        contract: Contract,
        settings: MockFile,
        services: SharedServices,
        handlers: Mapping[str, OperationHandler],
    ) -> None:
        """Compile routes and keys.

        Args:
            handlers: Operation -> handler; further documented successes have one of their own, as `operation.202`.
        """
        self._settings = settings
        self._services = services
        self._handlers = handlers
        operations = tuple(_slashed(contract, settings.trailing_slash))
        self._routes = Routes(operations)
        self._plain = dict(_plain(operations))
        self.authenticator = Authenticator(
            contract.vendor, settings.key_pattern, services.store.secret
        )

    async def admit(self, context: RequestContext) -> tuple[OperationHandler, AcceptedRequest]:
        """Return what a good request asks for, and the handler of its operation.

        Raises:
            Refusal: The vendor says no.
        """
        call, entry = context.call, context.entry
        headers = call.headers
        authenticated = self.authenticator.judge(headers.get(b"authorization", b""))
        entry.account = authenticated.account
        # What says exactly what the documents say needs no search.
        plain = call.method, call.path, headers.get(b"content-type", b"")
        entry.operation, parameters = self._plain.get(plain) or self._find(call, authenticated)
        if b"prefer" in headers:
            self._read_preferences(context)
        services, wished = self._services, authenticated.scenario
        is_special = context.preferences is not NONE
        if is_special or wished or services.store.has_scenarios or services.default_scenario:
            await self._choose_scenario(context, wished)
            is_special = is_special or context.scenario is not None
        if is_special:
            await self._step_in(context, "edge")
        if authenticated.problem:
            raise Refusal("unauthorized", authenticated.problem)
        if not entry.operation:
            raise self._wrong_media_type(call)
        handler = self._handlers[entry.operation]
        if is_special and context.preferences.asks_success:
            handler = self._handlers.get(f"{handler.id}.{context.preferences.code}", handler)
        accepted = await handler.accept(context, parameters)
        if is_special:
            await self._step_in(context, "after-validation")
        return handler, accepted

    def _find(self, call: Call, authenticated: AuthResult) -> tuple[str, Mapping[str, str]]:
        """Return the operation that a call is for, empty for none that takes what it sends, and its parameters."""
        route = self._route(call)
        method = _method_of(call, route)
        if route is None or method not in route.operations:
            self._look_beside(call, authenticated)
        if route is None:
            near = difflib.get_close_matches(call.path[:300], self._routes.paths, n=3, cutoff=0.3)
            known = ", ".join(near or self._routes.paths)
            raise Refusal("route", f"no operation has the path {call.path[:200]}; nearest: {known}")
        by_media_type = route.operations.get(method)
        if by_media_type is None:
            known = ", ".join(route.operations)
            why = f"{call.method} is not documented for this path; {known} is"
            allowed = f"{known}, HEAD" if "GET" in route.operations else known
            raise Refusal("method", why, headers={"allow": allowed})
        return _operation_of(call, by_media_type), route.parameters

    def _route(self, call: Call) -> Route | None:
        encoded = call.encoded_path
        return (
            self._routes.find(call.path) if encoded is None else self._routes.find_encoded(encoded)
        )

    def _wrong_media_type(self, call: Call) -> Refusal:
        route = self._route(call)
        known = " or ".join(map(str, route.operations[_method_of(call, route)])) if route else ""
        sent = call.header(b"content-type")
        return Refusal("media-type", f"the Content-Type is {sent[:80]!r}, documented is {known}")

    def _look_beside(self, call: Call, authenticated: AuthResult) -> None:
        """Look for what the documents do not mention: answers of their own, paths with a slash too many."""
        fixed = self._settings.paths.get((call.method, call.path))
        if fixed is not None:
            if authenticated.problem:
                raise Refusal("unauthorized", authenticated.problem)
            raise Diversion(fixed.answer())
        bare = call.path[:-1]
        is_redirected = self._settings.trailing_slash == "redirect" and call.path.endswith("/")
        if is_redirected and self._routes.find(bare) is not None:
            location = quote(call.prefix + bare) + (f"?{call.query}" if call.query else "")
            why = f"the documented path has no slash at its end: {bare}"
            raise Refusal("slash", why, headers={"location": location})

    def _read_preferences(self, context: RequestContext) -> None:
        preferences = context.preferences = read_preferences(context.call.all_of(b"prefer"))
        problem, handler = preferences.problem, self._handlers.get(context.entry.operation)
        if problem is None and handler is not None:
            problem = preferences.unknown_to(handler.statuses)
        if problem:
            raise Refusal("preference", problem)

    async def _choose_scenario(self, context: RequestContext, wished_by_key: str | None) -> None:
        """Find the scenario that applies, the strongest wish first: header, key, account, all, default."""
        scenarios = self._settings.scenarios
        name = context.preferences.scenario or wished_by_key
        if name is None:
            entry = context.entry
            setting = await self._services.store.use_scenario(
                entry.account, entry.operation or None, scenarios
            )
            if setting is not None and setting.times is not None:
                # How often was said when it was set: what the scenario itself says of it does not count.
                entry.scenario = setting.scenario
                context.scenario = replace(scenarios[setting.scenario], times=None)
                return
            # The default of all vendors may be unknown to some of them.
            name = setting.scenario if setting else self._services.default_scenario
            if name is None or name not in scenarios:
                return
        if name not in scenarios:
            known = ", ".join(scenarios)
            raise Refusal("scenario", f"there is no scenario {name[:60]!r}; there are: {known}")
        context.entry.scenario = name
        context.scenario = scenarios[name]

    async def _step_in(self, context: RequestContext, stage: str) -> None:
        """Let preferences and the scenario act where they belong."""
        if stage == "edge" and context.preferences is not NONE:
            await self._prefer(context)
        scenario = context.scenario
        if scenario is None or scenario.at != stage or scenario.cause is None:
            return
        if scenario.times is not None:
            store = self._services.store
            if (
                await store.count(context.entry.account, f"scenario {scenario.name}")
                > scenario.times
            ):
                return
        why = f"the scenario {scenario.name} answers so"
        raise Refusal(scenario.cause, why, status=scenario.status, headers=scenario.headers)

    @staticmethod
    async def _prefer(context: RequestContext) -> None:
        preferences, scenario = context.preferences, context.scenario
        if preferences.delay_s:
            await asyncio.sleep(preferences.delay_s)
        if preferences.asks_success and scenario is not None and scenario.cause is not None:
            context.scenario, context.entry.scenario = None, ""
        if preferences.code is not None and not preferences.asks_success:
            why = f"Prefer: code={preferences.code} asks for it"
            raise Refusal("demanded", why, status=preferences.code)


def _slashed(contract: Contract, slash: str | None) -> Iterator[Operation]:
    """Yield the operations with the paths at which they are reached.

    Args:
        slash: How a slash at the end is taken; None for alike where the documents have one somewhere.
    """
    operations = contract.operations.values()
    is_somewhere = any(path.endswith("/") for each in operations for path in each.aliases)
    is_alike = slash == "alike" or (slash is None and is_somewhere)
    for each in operations:
        bare = dict.fromkeys(path.rstrip("/") for path in (each.path, *each.aliases))
        both = (*bare, *(f"{path}/" for path in bare)) if is_alike else tuple(bare)
        yield replace(each, path=both[0], aliases=both[1:])


def _plain(
    operations: Iterable[Operation],
) -> Iterator[tuple[tuple[str, str, bytes], tuple[str, Mapping[str, str]]]]:
    """Yield method, path and Content-Type of requests that say exactly what is documented, and what they are for."""
    for each in operations:
        for path in (each.path, *each.aliases):
            if "{" not in path and each.media_type is not None:
                yield (each.method, path, each.media_type.encode()), (each.id, {})


def _method_of(call: Call, route: Route | None) -> str:
    """Return the method that a call is answered as: whoever has GET has HEAD (RFC 9110 section 9.1), without a body."""
    is_look = call.method == "HEAD" and route is not None and "HEAD" not in route.operations
    return "GET" if is_look else call.method


def _operation_of(call: Call, by_media_type: Mapping[str | None, str]) -> str:
    """Return the operation that takes what a call sends, empty for none."""
    if None in by_media_type:
        return by_media_type[None]
    sent = call.header(b"content-type")
    return by_media_type.get(sent) or by_media_type.get(media_type_of(sent), "")
