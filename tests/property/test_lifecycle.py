"""Tasks as a state machine: whatever is done in whatever order, no answer is illegal."""

from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from tests.play import Play, make_play

from truecopy.contract import compile_operations

VENDOR = "mulerouter"
KEYS = ("sk-a", "sk-b")


class TaskMachine(RuleBasedStateMachine):
    """Creates tasks with two keys, polls them, moves the clock."""

    tasks = Bundle("tasks")

    @initialize()
    def start(self) -> None:
        """Begin with a fresh mock."""
        self.play: Play = make_play(VENDOR)
        self.contract = self.play.app.contracts[VENDOR]
        assert self.contract.lifecycle is not None
        self.lifecycle = self.contract.lifecycle
        self.compiled = compile_operations(self.contract)
        self.latest: dict[str, Any] = {}

    @rule(
        target=tasks,
        key=st.sampled_from(KEYS),
        scenario=st.sampled_from(["success", "task-fails", "realistic"]),
        count=st.integers(1, 6),
    )
    def create(self, key: str, scenario: str, count: int) -> tuple[str, str, int]:
        """A new task is pending, with both times alike."""
        body = {"images": ["https://example.com/a.png"], "prompt": "Mend it", "n": count}
        response = self.play.send(
            VENDOR, self.lifecycle.create, body, key=key, headers={"prefer": f"scenario={scenario}"}
        )
        assert response.status_code == 202
        info = response.json()["task_info"]
        assert info["status"] == self.lifecycle.initial
        assert info["created_at"] == info["updated_at"]
        assert info["id"] not in self.latest
        self.latest[info["id"]] = response.json()
        return info["id"], key, count

    @rule(task=tasks)
    def poll(self, task: tuple[str, str, int]) -> None:
        """What a task shows follows legally from what it showed before."""
        task_id, key, count = task
        response = self._look_up(task_id, key)
        assert response.status_code == 200
        body = response.json()
        schema = self.compiled[self.lifecycle.poll].responses[200]
        assert schema is not None
        assert schema.problems(body) == []
        before, after = self.latest[task_id]["task_info"], body["task_info"]
        assert after["id"] == task_id
        assert after["created_at"] == before["created_at"]
        assert after["updated_at"] >= before["updated_at"]
        assert after["status"] in self.lifecycle.reachable(before["status"])
        if before["status"] in self.lifecycle.terminal:
            assert after == before
        if after["status"] == "completed":
            assert len(body["images"]) == count
        self.latest[task_id] = body

    @rule(task=tasks)
    def poll_with_another_key(self, task: tuple[str, str, int]) -> None:
        """Another account never sees a task."""
        task_id, key, _ = task
        other = next(each for each in KEYS if each != key)
        assert self._look_up(task_id, other).status_code == 404

    @rule(key=st.sampled_from(KEYS))
    def poll_unknown(self, key: str) -> None:
        """An id that nobody got is unknown."""
        assert self._look_up(str(uuid4()), key).status_code == 404

    @rule(seconds=st.floats(0, 20))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.play.clock.now += seconds

    @invariant()
    def tasks_are_counted(self) -> None:
        """The admin API knows every task."""
        rows = self.play.client.get("/_truecopy/tasks").json()["tasks"]
        assert {row["id"] for row in rows} == set(self.latest)

    def _look_up(self, task_id: str, key: str) -> Any:
        parameters = {self.lifecycle.parameter: task_id}
        return self.play.send(VENDOR, self.lifecycle.poll, key=key, parameters=parameters)


TestTasks = TaskMachine.TestCase
TestTasks.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
