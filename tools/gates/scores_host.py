"""Drives scores_host.c: a process of the LMS that reports scores to one instance of a module."""

import json
import subprocess
import threading
import typing

from harness import Process

# A school reports a score ten times a second to each of its processes.
PAUSE_S = 0.1


class Answer(typing.NamedTuple):
    status: str
    code: str
    message: str

    @property
    def ok(self):
        return self.status == "LMS_OK"


class Report(typing.NamedTuple):
    """A score that a host reported: of which cell, and what it was answered. `begun` is the moment of the call."""
    host: "Host"
    cell: tuple
    points: float
    answer: Answer
    begun: float


class Host(Process):
    """A process with one instance of a module. Its log is a file of its name."""

    def __init__(self, name, program, module, config, folder):
        self.name, self.turn = name, threading.Lock()
        self.log = folder / f"{name.replace(' ', '_')}.log"
        with self.log.open("w", encoding="utf-8") as log:
            super().__init__([program, module, json.dumps(config)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=log, text=True)
        self.created = self.read()
        self.started = self.read() if self.created.ok else self.created

    def read(self):
        line = self.popen.stdout.readline()
        if not line:
            log = self.log.read_text(encoding="utf-8")
            raise AssertionError(f"{self.name} ended with {self.popen.wait()}: {log[-2000:]}")
        return Answer(*line.rstrip("\n").split("\t"))

    def ask(self, *words):
        with self.turn:
            self.popen.stdin.write(" ".join(str(word) for word in words) + "\n")
            self.popen.stdin.flush()
            return self.read()

    def runs(self):
        return self.popen.poll() is None


class Feeder(threading.Thread):
    """Reports one score after another to one process until it is told that it is enough."""

    def __init__(self, story, host, cells):
        super().__init__(daemon=True)
        self.story, self.host, self.cells = story, host, cells
        self.enough, self.failure = threading.Event(), None

    def run(self):
        try:
            while not self.enough.wait(PAUSE_S):
                self.story.report(self.host, next(self.cells))
                self.host.ask("pump")
        except Exception as failure:  # it is told by whoever asks this thread
            self.failure = failure

    def answered(self, ok):
        """How many of its scores were answered so."""
        if self.failure:
            raise self.failure
        return sum(report.host is self.host and report.answer.ok == ok for report in list(self.story.reports))

    def end(self):
        self.enough.set()
        self.join()
        if self.failure:
            raise self.failure
