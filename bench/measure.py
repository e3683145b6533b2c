"""Engines to run against, and what one run costs."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tools import TARGET, ours

HERE = Path(__file__).resolve().parent


class Engine:
    """A store behind our counting front; `kind` is `moto`, `rustack` or `own`."""

    def __init__(self, kind):
        self.kind, self.behind = kind, None
        behind = []
        if kind != "own":
            self.port = free_port()
            behind = [f"127.0.0.1:{self.port}"]
            self.start_behind()
        self.front = subprocess.Popen([ours("ssm-test-store"), "0", *behind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.front.stdout.readline().strip()

    def start_behind(self):
        at, quiet = f"127.0.0.1:{self.port}", subprocess.DEVNULL
        commands = {"moto": [TARGET / "venv/bin/moto_server", "-H", "127.0.0.1", "-p", str(self.port)], "rustack": ["rustack"]}
        environment = {**os.environ, "GATEWAY_LISTEN": at}
        self.behind = subprocess.Popen(commands[self.kind], env=environment, stdout=quiet, stderr=quiet)
        wait_for(self.port)

    def stop(self):
        for process in filter(None, [self.front, self.behind]):
            process.kill()
            process.wait()

    def control(self, what, settings=None):
        request = urllib.request.Request(self.url, json.dumps(settings or {}).encode(), {"x-control": what})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def set(self, **settings):
        """Sets latency, quotas and mishaps, and counts anew."""
        self.control("settings", settings)

    def empty(self):
        """Everything stored is gone."""
        self.control("empty")
        if self.kind == "moto":
            reset = urllib.request.Request(f"http://127.0.0.1:{self.port}/moto-api/reset", b"", method="POST")
            urllib.request.urlopen(reset).close()
        elif self.kind == "rustack":
            self.behind.kill()
            self.behind.wait()
            self.start_behind()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port):
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the engine does not start (make test installs moto)")


class Place:
    """A folder and an environment for the runs of one tool against one engine."""

    def __init__(self, engine):
        self.engine = engine
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "AWS_ACCESS_KEY_ID": "AKIDBENCH",
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "SSM_TAGS_DIR": str(self.folder / "tags"),
        }
        (self.folder / "tags").mkdir()
        self.file("tags/base.json", '[{"Key":"owner","Value":"bench"},{"Key":"team","Value":"x"}]')

    def file(self, name, text):
        (self.folder / name).write_text(text)

    def environment(self, **more):
        url = self.engine.url
        return {**self.env, "AWS_ENDPOINT_URL_SSM": url, "AWS_ENDPOINT_URL": url, **more}

    def start(self, command, **more):
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=self.folder, env=self.environment(**more), stdin=quiet, stdout=quiet, stderr=quiet)

    def run(self, command, **more):
        """Runs a command to its end: wall and CPU seconds, peak memory in MB of its largest process, calls."""
        self.engine.control("counts")
        costs = self.folder / "costs"
        launch = [sys.executable, "-I", "-S", str(HERE / "launch.py"), str(costs), shutil.which(command[0]), *command[1:]]
        self.start(launch, **more).wait()
        wall, cpu, memory, code = map(float, costs.read_text().split())
        return {"wall": wall, "cpu": cpu, "memory": memory / 1024, "code": int(code), **self.engine.control("counts")}
