"""The same work, in the words of each tool."""

import os
import shutil

from tools import ROOT, ours

BASELINE = ROOT / "bench/baseline"


def values(count, changed=()):
    """Values by key: every fourth is a secret, and those in `changed` differ."""
    return [(f"K{n:05}", f"value-{n}{'-changed' if n in changed else ''}", n % 4 == 0) for n in range(count)]


def env_file(count, services, changed=()):
    """A file for our commands and for the baseline: so many keys in so many services."""
    lines, each = [], count // services
    for n, (key, value, secret) in enumerate(values(count, changed)):
        if n % each == 0:
            lines.append(f"# service=s{n // each}")
        lines += ["# secret=true"] * secret + [f"{key}={value}"]
    return "\n".join(lines) + "\n"


def plain_file(count, changed=()):
    """The same keys for tools that know neither services nor marks."""
    return "".join(f"{key}={value}\n" for key, value, _ in values(count, changed))


SCOPE = ["--project", "mow", "--environment", "prod"]
OURS_SEED = [ours("ssm-seed-from-env"), "--apply", *SCOPE, "--env-file", "env"]


class Ours:
    def __init__(self, place):
        self.place = place

    def prepare(self, count, services, changed=()):
        self.place.file("env", env_file(count, services, changed))

    def commands(self):
        return {
            "put": [ours("ssm-put-param"), "--apply", "--name", "/mow/one", "--value", "v"],
            "seed": OURS_SEED,
            "export": [ours("ssm-export-env"), "--project", "mow", "--env", "prod", "out.env"],
            "list": [ours("ssm-list-param-keys"), "--prefix", "/mow/backend/"],
            "delete": [ours("ssm-delete-by-path"), "--apply", "--path-prefix", "/mow/backend"],
        }

    @property
    def env(self):
        return {}


class Baseline(Ours):
    """The shell scripts that these commands replace, over the AWS CLI."""

    def __init__(self, place, aws):
        super().__init__(place)
        self.aws = aws

    @property
    def env(self):
        return {"AWS_CMD": f"{self.aws} --endpoint-url {self.place.engine.url}", "DRY_RUN": "0"}

    def commands(self):
        script = lambda name, *words: ["bash", str(BASELINE / f"{name}.sh"), *words]
        tags = ["--tags-dir", str(self.place.folder / "tags")]
        return {
            "put": script("ssm-put-param", "--name", "/mow/one", "--value", "v"),
            "seed": script("ssm-seed-from-env", *SCOPE, "--env-file", "env", *tags),
            "export": script("ssm-export-env", "--project", "mow", "--env", "prod", "out.env"),
            "list": script("ssm-list-param-keys", "--prefix", "/mow/backend/"),
            "delete": script("ssm-delete-by-path", "--path-prefix", "/mow/backend/"),
        }


class Ssmm:
    def __init__(self, place, program):
        self.place, self.program, self.secure = place, program, []

    @property
    def env(self):
        return {}

    def prepare(self, count, services, changed=()):
        self.place.file("env", plain_file(count, changed))
        self.secure = [word for key, _, secret in values(count) if secret for word in ("--secure", key)]

    def commands(self):
        ssmm = lambda word, *words: [self.program, word, "--prefix", "/mow", "--app", "app", *words]
        return {
            "put": ssmm("put", "ONE=v"),
            "seed": ssmm("put", "--env", "env", "--tag", "owner=bench", *self.secure),
            "export": ssmm("sync", "--out", "out.env", "--no-shared"),
            "list": ssmm("list", "--keys-only"),
            "delete": [self.program, "delete", "/mow/app", "-r", "-y", "--prefix", "/mow"],
        }


class Chamber:
    def __init__(self, place, program):
        self.place, self.program = place, program

    @property
    def env(self):
        return {"CHAMBER_AWS_SSM_ENDPOINT": self.place.engine.url, "CHAMBER_AWS_REGION": "us-east-1"}

    def prepare(self, count, services, changed=()):
        pairs = ",".join(f'"{key.lower()}":"{value}"' for key, value, _ in values(count, changed))
        self.place.file("env", "{" + pairs + "}")

    def commands(self):
        return {
            "put": [self.program, "write", "mow", "one", "v"],
            "seed": [self.program, "import", "mow", "env"],
            "export": [self.program, "export", "--format", "dotenv", "--output-file", "out.env", "mow"],
            "list": [self.program, "list", "mow"],
        }


PEERS = {"baseline": Baseline, "ssmm": Ssmm, "chamber": Chamber}


def tool(name, place, programs):
    """One of the tools, to be run in a place; `programs` is what was found of its peers."""
    return Ours(place) if name == "ours" else PEERS[name](place, programs[name][0])


def tidy(place):
    shutil.rmtree(place.folder, ignore_errors=True)
    os.sync()
