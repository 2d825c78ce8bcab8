"""A search: limits, questions at the same time, the cache. The provider is a double."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from codegen.room import Ask
from codegen.wire import Text
from reference.server.offered.search import EACH_A_MINUTE, Search
from reference.server.services import Refused

ANSWER = Text(bytes=(1, 60), without="\n")


class Provider:
    """Answers with the question in capitals, when it may."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.started = self.stopped = False

    def about(self) -> tuple[str, ...]:
        return ("a model",)

    async def ask(self, instruction: str, question: str) -> str:
        self.asked.append((instruction, question))
        await self.may_answer.wait()
        if question == "trouble":
            raise Refused("no luck")
        return question.upper()

    async def start(self) -> None:
        self.started = True

    async def stop(self) -> None:
        self.stopped = True


class Memory(dict[str, str]):
    """A cache without a disk."""

    async def get(self, key: str) -> str | None:  # type: ignore[override]
        return super().get(key)

    async def put(self, key: str, text: str) -> None:
        self[key] = text

    async def stop(self) -> None:
        self.clear()


class Trial:
    """A search at a time of one's own, by clients with numbers."""

    def __init__(self, **limits: int) -> None:
        self.provider = Provider()
        self.now = 100.0
        self.search = Search(
            self.provider, Memory(), ANSWER, now=lambda: self.now, **limits
        )

    async def ask(self, query: str, sid: int = 1) -> Mapping[str, Any]:
        return await self.search(Ask(1, "", sid, {"query": query}))

    async def refusal(self, query: str, sid: int = 1) -> str:
        with pytest.raises(Refused) as caught:
            await self.ask(query, sid)
        return str(caught.value)


def play(scenario: Callable[[Trial], Awaitable[None]], **limits: int) -> None:
    async def run() -> None:
        trial = Trial(**limits)
        async with asyncio.timeout(40):
            await scenario(trial)
            await trial.search.stop()

    asyncio.run(run())


def test_what_was_asked_before_comes_from_the_cache() -> None:
    async def scenario(trial: Trial) -> None:
        assert await trial.ask("why?") == {"text": "WHY?", "cached": False}
        assert await trial.ask(" why? ", 2) == {"text": "WHY?", "cached": True}
        assert await trial.ask("why not?") == {"text": "WHY NOT?", "cached": False}

        assert [question for _, question in trial.provider.asked] == [
            "why?",
            "why not?",
        ]

    play(scenario)


def test_one_question_of_many_at_once_is_asked_once() -> None:
    async def scenario(trial: Trial) -> None:
        trial.provider.may_answer.clear()
        tasks = [asyncio.create_task(trial.ask("why?", sid)) for sid in range(5)]
        while not trial.provider.asked:
            await asyncio.sleep(0)
        tasks[0].cancel()
        trial.provider.may_answer.set()

        answers = await asyncio.gather(*tasks[1:])

        assert answers == [{"text": "WHY?", "cached": False}] * 4
        assert len(trial.provider.asked) == 1

    play(scenario)


def test_a_failure_is_not_kept() -> None:
    async def scenario(trial: Trial) -> None:
        trial.provider.may_answer.clear()
        both = [asyncio.create_task(trial.refusal("trouble", sid)) for sid in (1, 2)]
        while not trial.provider.asked:
            await asyncio.sleep(0)
        trial.provider.may_answer.set()

        assert await asyncio.gather(*both) == ["no luck", "no luck"]
        assert await trial.refusal("trouble", 3) == "no luck"
        assert len(trial.provider.asked) == 2

    play(scenario)


def test_each_client_has_so_many_searches_a_minute() -> None:
    async def scenario(trial: Trial) -> None:
        for _ in range(EACH_A_MINUTE):
            await trial.ask("why?")
            trial.now += 1

        reason = await trial.refusal("why?")
        assert reason == f"too many searches, try again in {60 - EACH_A_MINUTE} s"
        assert await trial.ask("why?", 2)
        trial.now = 160.0
        assert await trial.ask("why?")

    play(scenario)


def test_all_clients_together_have_so_many_questions_a_minute() -> None:
    async def scenario(trial: Trial) -> None:
        for sid in range(2):
            await trial.ask(f"what is {sid}?", sid)

        reason = await trial.refusal("what is 2?", 2)
        assert reason == "too many searches, try again in 60 s"
        assert await trial.ask("what is 1?", 3) == {
            "text": "WHAT IS 1?",
            "cached": True,
        }

    play(scenario, all_a_minute=2)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (" \n ", "there is nothing to search for"),
        ("가" * 501, "a search is at most 500 characters long"),
        ("\x07", "nothing of the answer may stand in this chat"),
    ],
)
def test_not_everything_can_be_searched_for(query: str, reason: str) -> None:
    async def scenario(trial: Trial) -> None:
        assert await trial.refusal(query) == reason

    play(scenario)


def test_the_model_is_told_how_much_there_is_room_for() -> None:
    async def scenario(trial: Trial) -> None:
        answer = await trial.ask("a\nb  c " * 30)

        assert answer["text"] == "A B C " * 9 + "A B C"
        instruction, _ = trial.provider.asked[0]
        assert "at most 20 characters" in instruction

    play(scenario)


def test_what_takes_long_is_done_beforehand() -> None:
    async def scenario(trial: Trial) -> None:
        await trial.search.start()

        assert trial.provider.started

    play(scenario)


def test_the_end_of_the_server_ends_what_is_being_asked() -> None:
    async def run() -> None:
        trial = Trial()
        trial.provider.may_answer.clear()
        task = asyncio.create_task(trial.ask("why?"))
        while not trial.provider.asked:
            await asyncio.sleep(0)

        await trial.search.stop()

        with pytest.raises(asyncio.CancelledError):
            await task
        assert trial.provider.stopped

    asyncio.run(run())
