"""Measures the commands beside their peers, and writes docs/benchmarks.md and its chart (make bench).

`bench.py --quick` runs little and writes nothing, to try the script; its sizes are too small for the bars. A run takes about half an hour."""

import shutil
import sys
import time

import bars
import report
import tools
from measure import Engine, Place
from tasks import Baseline, Ours, tidy, tool

QUICK = "--quick" in sys.argv
# Seconds from which on a run is measured once.
LONG = 20.0


class Table:
    """Rows of one engine: task, tool, and the samples of each."""

    def __init__(self, engine, names, programs):
        self.engine, self.names, self.programs, self.rows = engine, names, programs, []

    def measure(self, task, word, before, only=None, times=3):
        """Runs one task with every tool; `before(tool)` makes the state that it starts from, each time."""
        for name in only or self.names:
            place = Place(self.engine)
            one = tool(name, place, self.programs)
            if word not in one.commands():
                continue
            samples = []
            while len(samples) < times and (not samples or samples[-1]["wall"] < LONG):
                before(one)
                samples.append(place.run(one.commands()[word], **one.env))
            tidy(place)
            self.rows.append((task, name, samples))
            shown = samples[-1]
            print(f"  {task}, {name}: {shown['wall']:.2f} s, {shown['calls']} calls, exit {shown['code']}", flush=True)

    def seeds(self, count, services, names):
        """A seed of new keys, the same again, and one value changed."""

        def fresh(one):
            self.engine.empty()
            one.prepare(count, services)

        def filled(one):
            if getattr(one, "filled", None) != count:
                fresh(one)
                one.place.run(one.commands()["seed"], **one.env)
                one.filled = count
            one.prepare(count, services)

        def changed(one):
            filled(one)
            if getattr(one, "turned", False):
                one.place.run(one.commands()["seed"], **one.env)
            one.prepare(count, services, changed={1})
            one.turned = True

        self.measure(f"seed {count:,} new", "seed", fresh, names)
        self.measure(f"seed {count:,} unchanged", "seed", filled, names)
        self.measure(f"seed {count:,}, one changed", "seed", changed, names)

    def reads(self, count, services, names, words):
        """Exports and lists of so many keys."""

        def filled(one):
            if getattr(one, "filled", None) != count:
                self.fill(one, count, services)
                one.filled = count

        for word in words:
            self.measure(f"{word} {count:,}", word, filled, names)

    def deletes(self, count, services, names):
        self.measure(f"delete {count:,}", "delete", lambda one: self.fill(one, count, services), names)

    def fill(self, one, count, services):
        """Stores the keys that a tool will read; the baseline would take minutes for what our seed does as well."""
        self.engine.empty()
        one.prepare(count, services)
        filler = Ours(one.place) if isinstance(one, Baseline) else one
        one.place.run(filler.commands()["seed"], **filler.env)


def main():
    print("what is compared", flush=True)
    programs = tools.every()
    for name, (program, said) in programs.items():
        print(f"  {name}: {said}" if program else f"  {name} is skipped: it {said}", flush=True)
    names = ["ours"] + [name for name, (program, _) in programs.items() if program]
    began = time.time()
    with_peers, far = Engine("moto"), Engine("own")
    fast = Engine("rustack") if shutil.which("rustack") else far
    try:
        beside = Table(with_peers, names, programs)
        large = Table(fast, [name for name in names if name != "chamber"], programs)
        fill(beside, large, names)
        found = bars.measure(far, beside, programs, QUICK)
    finally:
        for engine in {with_peers, far, fast}:
            engine.stop()
    if not QUICK:
        report.write(programs, beside.rows, large, found, time.time() - began)
    missed = [bar for bar in found if not bar["met"] and not QUICK]
    for bar in missed:
        print(f"MISSED: {bar['what']}: {bar['shown']}, the bar is {bar['bar']}")
    return 1 if missed else 0


def fill(beside, large, names):
    print("beside its peers, on moto", flush=True)
    beside.measure("put one", "put", lambda one: beside.engine.empty(), times=5)
    hundred, thousand = (20, 40) if QUICK else (100, 1000)
    beside.seeds(hundred, 4, names)
    # The scripts start two AWS CLIs for each key: a thousand keys take as long as ten times a hundred.
    beside.seeds(thousand, 10, [name for name in names if name != "baseline"])
    beside.reads(hundred, 4, names, ["export"])
    beside.reads(thousand, 10, names, ["export", "list"])
    beside.deletes(thousand, 10, names)
    print(f"many keys, on {report.ENGINES[large.engine.kind]}", flush=True)
    large.reads(100 if QUICK else 10_000, 10, large.names, ["export", "list"])


if __name__ == "__main__":
    sys.exit(main())
