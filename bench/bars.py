"""The bars: at a quota, from afar, with faults; each a number beside what it is held to."""

import statistics
import time

from measure import Place
from tasks import OURS_SEED, Ours, env_file, tidy, tool


def measure(own, beside, programs, quick):
    """Measures all bars on the project's own store, which keeps quotas to the token."""
    found = []

    def bar(what, value, most, shown, unit):
        met = value <= most
        found.append({"what": what, "met": met, "shown": shown, "bar": unit})
        print(f"  {what}: {shown} ({unit}){'' if met else '  MISSED'}", flush=True)

    print("bars", flush=True)
    quotas(own, bar, programs, quick)
    from_afar(own, bar, programs, quick)
    with_faults(own, bar, quick)
    unchanged_from_afar(own, bar, programs, quick)
    beside_baseline(beside, bar)
    return found


def quotas(own, bar, programs, quick):
    keys, rate, burst = (40, 5, 20) if quick else (300, 5, 20)
    quota = {"ops": ["PutParameter"], "rate": rate, "burst": burst}
    least = (keys - burst) / rate
    one = seeds_at_once(own, 1, keys, quota)
    bar(f"seed of {keys} new keys at 5 PutParameter/s, burst 20", one["wall"], 1.08 * least,
        f"{one['wall']:.1f} s, {one['wall'] / least:.3f} of the least possible {least:.0f} s", "at most 1.08")
    share = one["refused"] / one["calls"]
    bar("… calls refused", share, 0.0999, f"{one['refused']} of {one['calls']}, {share:.1%}", "under 10 %")
    bar("… keys not written", one["code"] + abs(one["stored"] - keys), 0, str(keys - one["stored"]), "0")
    if programs["ssmm"][0] and not quick:
        peer = ssmm_at_quota(own, programs, keys, quota)
        said = f"{peer['wall']:.1f} s, {peer['refused']} of {peer['calls']} calls refused, exit {peer['code']}"
        bar("… ssmm's put of the same keys", 0, 0, said, "for comparison")
    least = (2 * keys - burst) / rate
    two = seeds_at_once(own, 2, keys, quota)
    bar("two such seeds at once on one quota", two["wall"], 1.15 * least,
        f"both done after {two['wall']:.1f} s, {two['wall'] / least:.3f} of the least possible {least:.0f} s", "at most 1.15")
    exports(own, bar, quick)


def seeds_at_once(own, count, keys, quota):
    own.empty()
    places = [Place(own) for _ in range(count)]
    for n, place in enumerate(places):
        place.file("env", env_file(keys, 1).replace("service=s0", f"service=s{n}"))
    own.set(quotas=[quota])
    begin = time.monotonic()
    codes = [process.wait() for process in [place.start(OURS_SEED) for place in places]]
    wall = time.monotonic() - begin
    for place in places:
        tidy(place)
    return {"wall": wall, "code": max(codes), **own.control("counts")}


def ssmm_at_quota(own, programs, keys, quota):
    own.empty()
    place = Place(own)
    one = tool("ssmm", place, programs)
    one.prepare(keys, 1)
    own.set(quotas=[quota])
    run = place.run(one.commands()["seed"])
    tidy(place)
    return run


def exports(own, bar, quick):
    own.empty()
    hosts = 10 if quick else 50
    place = Place(own)
    place.file("env", env_file(40, 2))
    place.run(OURS_SEED)
    walls, calls = [], 0
    for _ in range(1 if quick else 5):
        own.set(quotas=[{"ops": ["GetParametersByPath", "GetParameter"], "rate": 40, "burst": 40}])
        time.sleep(1.2)
        begin = time.monotonic()
        command = Ours(place).commands()["export"][:-1]
        processes = [place.start([*command, f"{n}.env"]) for n in range(hosts)]
        codes = [process.wait() for process in processes]
        walls.append(time.monotonic() - begin)
        counts = own.control("counts")
        calls = counts["calls"] - counts["failed"]
        assert max(codes) == 0, codes
    tidy(place)
    least, wall = max((calls - 40) / 40, 0.1), statistics.median(walls)
    bar(f"{hosts} exports of 40 keys at once at 40 reads/s, burst 40: the last of them", wall, 1.25 * least,
        f"{wall:.2f} s (from {min(walls):.2f} to {max(walls):.2f}), {wall / least:.3f} of the least possible {least:.2f} s", "at most 1.25")


def from_afar(own, bar, programs, quick):
    keys = 100 if quick else 1000
    own.empty()
    place = Place(own)
    commands = Ours(place).commands()
    place.file("env", env_file(keys, 10))
    place.run(commands["seed"])
    own.set(latency_ms=50)
    listing = keys / 10 * 0.05
    run = median([place.run(commands["export"]) for _ in range(3)])
    bar(f"at 50 ms: export of {keys:,} keys in 10 services", run["wall"], 1.15 * listing,
        f"{run['wall']:.2f} s, {run['wall'] / listing:.3f} of {keys // 10} list pages x 50 ms", "at most 1.15")
    listed = median([place.run(commands["list"]) for _ in range(3)])
    deleted = place.run(commands["delete"])
    bar(f"at 50 ms: delete of {keys:,}", deleted["wall"], 1.3 * listed["wall"],
        f"{deleted['wall']:.2f} s, {deleted['wall'] / listed['wall']:.3f} of the listing's {listed['wall']:.2f} s", "at most 1.3")
    if programs["ssmm"][0]:
        seeds_from_afar(own, bar, programs)
    tidy(place)


def seeds_from_afar(own, bar, programs):
    samples = {"ours": [], "ssmm": []}
    for _ in range(3):
        for name in samples:
            own.empty()
            place = Place(own)
            own.set(latency_ms=50)
            one = tool(name, place, programs)
            one.prepare(100, 1)
            samples[name].append(place.run(one.commands()["seed"]))
            tidy(place)
    ours, peer = median(samples["ours"])["wall"], median(samples["ssmm"])["wall"]
    bar("at 50 ms, no quota: seed of 100 new keys, beside ssmm's put", 6 / (peer / ours), 1,
        f"{ours:.2f} s and {peer:.2f} s, {peer / ours:.1f} times as fast", "at least 6 times")


def with_faults(own, bar, quick):
    keys = 30 if quick else 300
    own.empty()
    place = Place(own)
    place.file("env", env_file(keys, 3))
    commands = Ours(place).commands()
    own.set(mishaps={"seed": 1, "share": 1 / 3})
    for word in ["seed", "export", "delete"]:
        run = place.run(commands[word])
        stored = 0 if word == "delete" else keys
        wrong = run["code"] + abs(run["stored"] - stored) + max(run["versions"] - 1, 0)
        said = f"exit {run['code']} after {run['wall']:.0f} s, {run['failed']} of {run['calls']} calls failed, "
        said += f"{run['stored']} keys stored" + (f", versions up to {run['versions']}" if stored else "")
        bar(f"a third of all calls failing: {word} of {keys} keys", wrong, 0, said, "exit 0, each key written once")
    tidy(place)


def unchanged_from_afar(own, bar, programs, quick):
    """The same seed again, where a call takes as long as to AWS."""
    keys, walls = 100 if quick else 1000, {}
    for name in ["ours", "ssmm"] if programs["ssmm"][0] else ["ours"]:
        own.empty()
        place = Place(own)
        one = tool(name, place, programs)
        one.prepare(keys, 10)
        place.run(one.commands()["seed"])
        own.set(latency_ms=50)
        samples = [place.run(one.commands()["seed"]) for _ in range(3 if name == "ours" else 1)]
        walls[name] = median(samples)["wall"]
        if name == "ours":
            run = median(samples)
            bar(f"unchanged seed of {keys:,} keys: writes", run["written"], 0, f"{run['written']:.0f}", "0")
            bar("… calls", run["calls"], 140, f"{run['calls']:.0f}", "at most 140")
        else:
            ratio = walls["ssmm"] / walls["ours"]
            bar("… at 50 ms, beside ssmm's put", 20 / ratio, 1, f"{walls['ours']:.2f} s and {walls['ssmm']:.1f} s, {ratio:.0f} times as fast", "at least 20 times")
        tidy(place)


def beside_baseline(table, bar):
    rows = {(task, name): median(samples) for task, name, samples in table.rows}
    for task in [task for task, name in rows if name == "baseline" and task.endswith("unchanged")]:
        ours, peer = rows[task, "ours"]["wall"], rows[task, "baseline"]["wall"]
        bar(f"{task}, on moto, beside the shell scripts", 20 * ours / peer, 1, f"{ours:.2f} s and {peer:.0f} s, {peer / ours:.0f} times as fast", "at least 20 times")
    for task, least in [("put one", 40), ("seed 100 new", 500)]:
        if (task, "baseline") in rows:
            costs(bar, task, rows[task, "ours"], rows[task, "baseline"], least)


def costs(bar, task, ours, peer, least):
    cpu, memory = peer["cpu"] / ours["cpu"], peer["memory"] / ours["memory"]
    bar(f"{task}: CPU beside the shell scripts", least / cpu, 1, f"{ours['cpu']:.3f} s and {peer['cpu']:.2f} s, 1/{cpu:.0f}", f"under 1/{least}")
    bar(f"{task}: peak memory beside the shell scripts", 3 / memory, 1, f"{ours['memory']:.1f} MB and {peer['memory']:.0f} MB, 1/{memory:.1f}", "under 1/3")


def median(samples):
    return {key: statistics.median(sample[key] for sample in samples) for key in samples[0]}
