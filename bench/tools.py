"""What is compared: finds or installs each tool; one that cannot be had is left out with a word."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "target"
OWN = TARGET / "bench"
SSMM = "0.9.0"
AWSCLI = "1.45.11"


def ours(name):
    return str(TARGET / "release" / name)


def run(command):
    """Runs a command of the preparation; gives whether it succeeded."""
    print("  $", " ".join(map(str, command)), flush=True)
    return subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0


def version(command):
    shown = subprocess.run(command, capture_output=True, text=True)
    return (shown.stdout + shown.stderr).strip().splitlines()[0]


def aws_cli():
    """The AWS CLI under the baseline: `BENCH_AWS`, or a pinned one of our own, from PyPI."""
    if given := os.environ.get("BENCH_AWS"):
        return given, version([given, "--version"]).split()[0]
    own = OWN / "venv/bin/aws"
    if not own.exists():
        run(["python3", "-m", "venv", OWN / "venv"]) and run([OWN / "venv/bin/pip", "install", "-q", f"awscli=={AWSCLI}"])
    return (str(own), version([own, "--version"]).split()[0]) if own.exists() else (None, "could not be installed")


def ssmm():
    found = shutil.which("ssmm") or OWN / "bin/ssmm"
    if not Path(found).exists():
        run(["cargo", "install", "ssmm", "--version", SSMM, "--locked", "--root", OWN, "--quiet"])
    return (str(found), version([found, "--version"])) if Path(found).exists() else (None, "could not be installed")


def chamber():
    found = shutil.which("chamber")
    return (found, version([found, "version"])) if found else (None, "is not installed")


def every():
    """Name to (program, version or the reason why there is none)."""
    if not shutil.which("jq"):
        return {"baseline": (None, "needs jq"), "ssmm": ssmm(), "chamber": chamber()}
    return {"baseline": aws_cli(), "ssmm": ssmm(), "chamber": chamber()}
