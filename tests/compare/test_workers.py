"""Processes that are stopped with work still waiting."""

import threading
import time

from experiments.workers import end_at_once, process_pool


def test_processes_stopped_before_they_took_their_work_end_without_a_word(monkeypatch):
    broken = []
    monkeypatch.setattr(threading, "excepthook", lambda about: broken.append(about.exc_type))
    pool = process_pool(1)
    pool.submit(int).result()
    thread = pool._executor_manager_thread
    with monkeypatch.context() as asleep:
        asleep.setattr(pool._executor_manager_thread_wakeup, "wakeup", lambda: None)
        waiting = [pool.submit(time.sleep, 60) for _ in range(3)]
    end_at_once(pool)
    thread.join(20)
    assert not thread.is_alive() and not broken
    assert all(future.done() and future.exception() is not None for future in waiting)
