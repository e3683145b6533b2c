"""Writes docs/benchmarks.md and docs/benchmarks.svg."""

import math
import os
import platform
import statistics
import subprocess
from datetime import date

from tools import ROOT

NAMES = {"ours": "ssm-toolkit", "baseline": "shell scripts", "ssmm": "ssmm", "chamber": "chamber"}
ENGINES = {"moto": "moto", "rustack": "rustack", "own": "the project's own store"}
COMPARISON = "for comparison"
COLOURS = {"ours": "#1a7f37", "baseline": "#57606a", "ssmm": "#9a6700", "chamber": "#8250df"}

BESIDE = """
A thousand keys were not seeded with the shell scripts: they start two AWS CLIs a key, so it is ten times a hundred. moto answers
DescribeParameters in pages of ten, AWS in pages of fifty: an unchanged seed of a thousand keys takes 220 calls here and 120 there.
moto takes about ten milliseconds a call and one call at a time, so calls side by side gain nothing on it.
"""
LARGE = """
An export lists without decryption, and reads only the secrets of its own environment again with it: a quarter more calls than
tools that decrypt all they list, and no secret of another environment is decrypted.
"""


def machine():
    with open("/proc/cpuinfo") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{models[0] if models else platform.processor()}, {os.cpu_count()} cores, {memory:.0f} GB, Linux {platform.release()}"


def middle(samples, what):
    return statistics.median(sample[what] for sample in samples)


def by_task(rows):
    tasks = {}
    for task, name, samples in rows:
        tasks.setdefault(task, {})[name] = samples
    return tasks


def table(rows):
    lines = ["| task | tool | wall s | CPU s | peak MB | calls | refused | times as long | runs |",
             "|---|---|---:|---:|---:|---:|---:|---:|---:|"]
    for task, tools in by_task(rows).items():
        base = middle(tools["ours"], "wall")
        for name, samples in tools.items():
            failed = {sample["code"] for sample in samples} - {0}
            wall = middle(samples, "wall")
            note = f" (exit {failed.pop()})" if failed else ""
            ratio = "1" if name == "ours" else f"{wall / base:,.1f}"
            lines.append(f"| {task} | {NAMES[name]}{note} | {wall:,.3f} | {middle(samples, 'cpu'):,.3f} | "
                         f"{middle(samples, 'memory'):.0f} | {middle(samples, 'calls'):,.0f} | {middle(samples, 'refused'):.0f} | {ratio} | {len(samples)} |")
    return "\n".join(lines)


def write(programs, beside, large, found, took):
    skipped = [f"{NAMES[name]} was left out: it {said}." for name, (program, said) in programs.items() if not program]
    versions = ", ".join(f"{NAMES[name]} ({said})" for name, (program, said) in programs.items() if program)
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    text = f"""# Benchmarks

Written by `make bench` on {date.today()} at commit {commit}, in {took / 60:.0f} minutes. Machine: {machine()}. Compared: {versions}.
{' '.join(skipped)}

Medians; CPU of all processes of a run, peak memory of the largest one. Tools that write the same keys in fewer words (ssmm has one
path an app and one tag) were given theirs. The shell scripts (`bench/baseline`) are what these commands replace, on the AWS CLI.

![Wall time of each task, shorter is better](benchmarks.svg)

## Bars

On the project's own store, which keeps quotas to the token (AWS's are not published; docs/development.md).

| what | measured | bar | |
|---|---|---|---|
"""
    text += "".join(f"| {bar['what']} | {bar['shown']} | {bar['bar']} | {verdict(bar)} |\n" for bar in found)
    text += f"\n## Beside peers, on moto\n\n{table(beside)}\n"
    text += BESIDE
    text += f"\n## Ten thousand keys, on {ENGINES[large.engine.kind]}\n\n{table(large.rows)}\n"
    text += LARGE
    (ROOT / "docs/benchmarks.md").write_text(text)
    (ROOT / "docs/benchmarks.svg").write_text(chart(by_task(beside + large.rows)))


def verdict(bar):
    return "" if bar["bar"] == COMPARISON else "met" if bar["met"] else "**missed**"


def chart(tasks):
    """Bars of wall time on a logarithmic scale, task by task."""
    width, left, bar, gap = 860, 200, 14, 12
    shortest, longest = 0.001, max(middle(samples, "wall") for tools in tasks.values() for samples in tools.values())
    scale = (width - left - 110) / math.log10(longest / shortest)
    parts, y = [], 40
    for task, tools in tasks.items():
        parts.append(f'<text x="{left - 10}" y="{y + bar * len(tools) / 2 + 4:.0f}" text-anchor="end">{task}</text>')
        for name, samples in tools.items():
            wall = middle(samples, "wall")
            length = max(scale * math.log10(wall / shortest), 1)
            parts.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="{bar - 3}" fill="{COLOURS[name]}"/>')
            parts.append(f'<text x="{left + length + 5:.1f}" y="{y + bar - 4}">{shown(wall)}</text>')
            y += bar
        y += gap
    legend, x = [], left
    for name in [name for name in NAMES if any(name in tools for tools in tasks.values())]:
        legend.append(f'<rect x="{x}" y="14" width="11" height="11" fill="{COLOURS[name]}"/><text x="{x + 16}" y="24">{NAMES[name]}</text>')
        x += 130
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" font-family="sans-serif" font-size="11">\n'
            f'<title>Wall time of each task, logarithmic scale</title>\n<rect width="{width}" height="{y}" fill="#ffffff"/>\n'
            + "\n".join(legend + parts) + "\n</svg>\n")


def shown(seconds):
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
