"""Work that is done beside other work."""

import operator
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from naap.beside import beside, named


@pytest.mark.parametrize("processes", [1, 2])
def test_the_answer_is_the_same_wherever_it_is_found(processes: int) -> None:
    with beside(processes) as others:
        answers = [
            later(operator.add, 2, 3) for later in (others.process, others.apart, others.thread)
        ]
        assert [answer() for answer in answers] == [5, 5, 5]


def test_another_process_works_where_there_may_be_two() -> None:
    with beside(2) as others:
        assert others.process(os.getpid)() != os.getpid()
    with beside(1) as others:
        assert others.process(os.getpid)() == os.getpid()


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("where", ["process", "apart", "thread"])
def test_trouble_comes_with_the_answer(processes: int, where: str) -> None:
    with beside(processes) as others:
        answer = getattr(others, where)(operator.truediv, 1, 0)
        with pytest.raises(ZeroDivisionError):
            answer()


def test_with_one_process_work_is_done_once_and_when_it_is_asked_for() -> None:
    done: list[int] = []
    with beside(1) as others:
        answer = others.process(done.append, 1)
        assert done == []
        answer()
        answer()
    assert done == [1]


def test_work_apart_is_done_each_in_a_process_of_its_own() -> None:
    with beside(2) as others:
        processes = {others.process(os.getpid)(), *(others.apart(os.getpid)() for _ in range(2))}
    assert len(processes) == 3


def test_what_was_given_is_done_when_no_more_is_to_come() -> None:
    with beside(2) as others:
        answers = [others.process(operator.add, 2, number) for number in range(3)]
        others.no_more()
        assert [answer() for answer in answers] == [2, 3, 4]


def test_work_that_is_named_is_loaded_by_who_does_it() -> None:
    with beside(2) as others:
        assert others.process(named, "os:getpid")() == others.process(os.getpid)()


_WAITS = """
import os, time
from naap.beside import beside
if __name__ == "__main__":
    with beside(2) as others:
        print(others.process(os.getpid)(), others.apart(os.getpid)(), flush=True)
        others.apart(time.sleep, 60)
        time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="processes are looked up as in Unix")
def test_the_other_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "waits.py"
    program.write_text(_WAITS, encoding="utf-8")
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        (other, _) = map(int, parent.stdout.readline().split())
        os.kill(other, 0)  # it runs
        parent.kill()
    for _ in range(100):
        try:
            os.kill(other, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.kill(other, signal.SIGKILL)
    pytest.fail("it waits for work from a parent that is gone")
