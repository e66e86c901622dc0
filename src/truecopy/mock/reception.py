"""The judgement of requests, in its documented order.

Route 404 and method 405, scenario at the edge, key 401, media type and body 400, schema, pictures, caps,
scenario after validation.
"""

import asyncio
import difflib
from collections.abc import Mapping

from truecopy.contract import Problem, Routes
from truecopy.contract.bodies import Body, media_type_of
from truecopy.contract.pictures import ReceivedPicture, carries_data, judge_pictures
from truecopy.mock.accounts import Gate
from truecopy.mock.commission import Shape
from truecopy.mock.desk import Desk
from truecopy.mock.memory import Memory
from truecopy.mock.mockfile import MockFile
from truecopy.mock.preferences import NONE, Preferences, read_preferences
from truecopy.mock.studio import Studio
from truecopy.mock.visit import Order, Refusal, Visit, refuse
from truecopy.model import Contract
from truecopy.serving import Call, TooLargeError

_LARGE_BYTES = 262_144
_LONGEST_SIDE = 65_000


class Reception:
    """Takes the requests of one vendor in, or refuses them."""

    def __init__(
        self, contract: Contract, settings: MockFile, studio: Studio, desks: Mapping[str, Desk]
    ) -> None:
        """Compile routes and keys."""
        self._settings = settings
        self._studio = studio
        self._desks = desks
        self._memory = Memory()
        self._routes = Routes(contract.operations.values())
        self._gate = Gate(contract.vendor, settings.key_pattern, studio.store.secret)

    async def admit(self, visit: Visit) -> tuple[Desk, Order]:
        """Return what a good request asks for, and at which desk.

        Raises:
            Refusal: The vendor says no.
        """
        call, entry = visit.call, visit.entry
        by_media_type, parameters = self._route(call)
        credentials = self._gate.judge(call.headers.get(b"authorization", b""))
        entry.account = credentials.account
        await self._choose_scenario(visit, credentials.scenario)
        is_special = visit.scenario is not None or visit.preferences is not NONE
        if is_special:
            await self._step_in(visit, "edge")
        if credentials.problem:
            raise Refusal("unauthorized", credentials.problem)
        desk = self._desk(call, by_media_type)
        entry.operation = desk.id
        order = await self._order(visit, desk, parameters)
        if is_special:
            await self._step_in(visit, "after-validation")
        return desk, order

    def _route(self, call: Call) -> tuple[Mapping[str | None, str], Mapping[str, str]]:
        route = self._routes.find(call.path)
        if route is None:
            near = difflib.get_close_matches(call.path[:300], self._routes.paths, n=3, cutoff=0.3)
            known = ", ".join(near or self._routes.paths)
            raise Refusal("route", f"no operation has the path {call.path[:200]}; nearest: {known}")
        by_media_type = route.operations.get(call.method)
        if by_media_type is None:
            allowed = ", ".join(route.operations)
            why = f"{call.method} is not documented for this path; {allowed} is"
            raise Refusal("method", why, headers={"allow": allowed})
        return by_media_type, route.parameters

    async def _choose_scenario(self, visit: Visit, wished_by_key: str | None) -> None:
        """Find the scenario that applies, the strongest wish first: header, key, account, all, default."""
        header = visit.call.headers.get(b"prefer")
        if header:
            visit.preferences = read_preferences(header.decode("latin-1"))
            if visit.preferences.problem:
                raise Refusal("preference", visit.preferences.problem)
        scenarios = self._settings.scenarios
        name = visit.preferences.scenario or wished_by_key
        if name is None:
            # What is set for all vendors may be unknown to some of them.
            set_here = await self._studio.store.scenario_of(visit.entry.account)
            name = set_here or self._studio.default_scenario
            if name is None or name not in scenarios:
                return
        if name not in scenarios:
            known = ", ".join(scenarios)
            raise Refusal("scenario", f"there is no scenario {name[:60]!r}; there are: {known}")
        visit.entry.scenario = name
        visit.scenario = scenarios[name]

    async def _step_in(self, visit: Visit, stage: str) -> None:
        """Let preferences and the scenario act where they belong."""
        if stage == "edge" and visit.preferences is not NONE:
            await self._prefer(visit.preferences)
        scenario = visit.scenario
        if scenario is None or scenario.at != stage or scenario.cause is None:
            return
        if scenario.times is not None:
            seen = await self._studio.store.count(visit.entry.account, f"scenario {scenario.name}")
            if seen > scenario.times:
                return
        why = f"the scenario {scenario.name} answers so"
        raise Refusal(scenario.cause, why, status=scenario.status, headers=scenario.headers)

    async def _prefer(self, preferences: Preferences) -> None:
        if preferences.delay_s:
            await asyncio.sleep(preferences.delay_s)
        code = preferences.code
        if code is not None:
            causes = self._settings.causes
            cause = next(
                (name for name, each in causes.items() if each.status == code), "preference"
            )
            raise Refusal(cause, f"Prefer: code={code} asks for it", status=code)

    def _desk(self, call: Call, by_media_type: Mapping[str | None, str]) -> Desk:
        if None in by_media_type:
            return self._desks[by_media_type[None]]
        sent = call.header(b"content-type")
        name = by_media_type.get(sent) or by_media_type.get(media_type_of(sent))
        if name is None:
            known = " or ".join(str(each) for each in by_media_type)
            raise Refusal("media-type", f"the Content-Type is {sent[:80]!r}, documented is {known}")
        return self._desks[name]

    async def _order(self, visit: Visit, desk: Desk, parameters: Mapping[str, str]) -> Order:
        """Read, decode and judge a request."""
        path, request = desk.compiled.path, desk.compiled.request
        if path is not None and not path.is_valid(parameters):
            raise refuse("path", path.problems(parameters))
        if request is None:
            return Order(parameters)
        data = await self._read(visit.call)
        known = self._memory.find(desk.id, data)
        if known is not None:
            visit.entry.note_body(data, known.instance, request.schema, is_json=True)
            return known
        order = await self._new_order(visit, desk, parameters, data)
        if desk.takes_json and not parameters:
            self._memory.offer(desk.id, data, order)
        return order

    async def _read(self, call: Call) -> bytes:
        limit = self._settings.body_bytes
        try:
            return await call.read(limit)
        except TooLargeError:
            why = f"the body has more than {limit} bytes, the cap of this mock"
            raise Refusal("too-large", why) from None
        except TimeoutError:
            raise Refusal("body", "the rest of the body did not come") from None

    async def _new_order(
        self, visit: Visit, desk: Desk, parameters: Mapping[str, str], data: bytes
    ) -> Order:
        if len(data) > _LARGE_BYTES:
            body = await self._studio.gallery.run(lambda: self._judged(visit, desk, data))
        else:
            body = self._judged(visit, desk, data)
        pictures = await self._pictures(desk, body) if desk.may_have_pictures(body.instance) else []
        order = Order(parameters, body.instance, body.files, pictures)
        order.prompt = desk.brief.prompt(body.instance)
        if desk.makes_pictures:
            order.shape = self._cap(desk.brief.shape(body.instance, pictures))
        return order

    @staticmethod
    def _judged(visit: Visit, desk: Desk, data: bytes) -> Body:
        """Return the decoded body that the schema accepts. Of a large body this takes its time."""
        request = desk.compiled.request
        body = desk.decode(visit.call.header(b"content-type"), data)
        if isinstance(body, Problem):
            raise refuse("body", [body])
        if request is not None:
            visit.entry.note_body(data, body.instance, request.schema, is_json=desk.takes_json)
            if not request.is_valid(body.instance):
                raise refuse("invalid", request.problems(body.instance))
        return body

    async def _pictures(self, desk: Desk, body: Body) -> list[ReceivedPicture]:
        compiled, sites = desk.compiled.request, desk.sites
        if compiled is None:
            return []
        if carries_data(sites, body.instance, body.files):
            pictures, problems = await self._studio.gallery.run(
                lambda: judge_pictures(compiled, sites, body.instance, body.files)
            )
        else:
            pictures, problems = judge_pictures(compiled, sites, body.instance, body.files)
        if problems:
            raise refuse("picture", problems)
        return pictures

    def _cap(self, shape: Shape) -> Shape:
        """Refuse what the documents do not bound and the mock has to."""
        settings = self._settings
        most, pixels = settings.most_pictures, settings.most_pixels
        count, width, height = shape.count, shape.width, shape.height
        if not settings.least_pictures <= count <= most:
            raise Refusal("cap", f"{count} pictures; this mock makes 1 to {most}", field="n")
        if not 0 < width * height <= pixels or max(width, height) > _LONGEST_SIDE:
            why = f"{width}*{height} pixels; this mock makes pictures of 1 to {pixels} pixels"
            raise Refusal("cap", why, field="size")
        return shape
