"""The front door's timed jobs."""

from datetime import UTC, timedelta
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler import now, run_now


def test_jobs_that_wait_for_an_hour_that_the_clock_has_left_run_at_once() -> None:
    """And then as often as before."""
    ran, timer = Event(), BackgroundScheduler(timezone=UTC)
    job = timer.add_job(ran.set, "interval", hours=1, next_run_time=now() + timedelta(days=1), misfire_grace_time=None)
    timer.start()
    try:
        run_now(timer)
        assert ran.wait(10)
    finally:
        timer.shutdown()
    assert timedelta(minutes=59) < job.next_run_time - now() <= timedelta(hours=1)
