"""Writes what the binaries are made of: the licences of all dependencies, and a bill of materials (CycloneDX 1.5, JSON).

licenses.py TARGET LICENSES SBOM. Asks cargo for the packages that are linked into the ten binaries on that target.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

TOOLS = {"ssm-docs", "ssm-testkit"}
TEXTS = re.compile(r"^(LICEN[SC]E|COPYING|NOTICE|UNLICENSE)", re.IGNORECASE)


def main() -> int:
    target, licenses, sbom = sys.argv[1:]
    graph = metadata(target)
    packages = linked(graph)
    Path(licenses).write_text(texts(packages))
    Path(sbom).write_text(json.dumps(bill(packages, graph), indent=1, sort_keys=True) + "\n")
    return 0


def metadata(target: str) -> dict:
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def linked(graph: dict) -> list[dict]:
    """The packages that the binaries need to run: not those of tests, and not those of the build alone."""
    packages = {package["id"]: package for package in graph["packages"]}
    nodes = {node["id"]: node for node in graph["resolve"]["nodes"]}
    waiting = [member for member in graph["workspace_members"] if packages[member]["name"] not in TOOLS]
    found = set(waiting)
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            normal = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if normal and dependency["pkg"] not in found and not is_macro(packages[dependency["pkg"]]):
                found.add(dependency["pkg"])
                waiting.append(dependency["pkg"])
    return sorted((packages[name] for name in found), key=lambda package: (package["name"], package["version"]))


def is_macro(package: dict) -> bool:
    """A procedural macro runs in the compiler, and so do the crates that it needs."""
    return any("proc-macro" in target["kind"] for target in package["targets"])


def texts(packages: list[dict]) -> str:
    """Each text once, below the packages that come with it."""
    by_text: dict[str, list[str]] = {}
    for package in packages:
        if package["source"] is None:
            continue
        folder = Path(package["manifest_path"]).parent
        files = sorted(path for path in folder.iterdir() if TEXTS.match(path.name) and path.is_file())
        name = f"{package['name']} {package['version']} ({package['license']})"
        found = {path.read_text(errors="replace").strip() for path in files} or {"(the package holds no text)"}
        for text in found:
            by_text.setdefault(text, []).append(name)
    parts = ["What the binaries are made of, and the licences under which it may be used.\n"]
    for text, names in sorted(by_text.items(), key=lambda item: item[1]):
        parts.append("=" * 78 + "\n" + "\n".join(names) + "\n" + "-" * 78 + "\n" + text + "\n")
    return "\n".join(parts)


def bill(packages: list[dict], graph: dict) -> dict:
    def purl(package: dict) -> str:
        return f"pkg:cargo/{package['name']}@{package['version']}"

    nodes = {node["id"]: node for node in graph["resolve"]["nodes"]}
    among = {package["id"]: purl(package) for package in packages}
    outside = [package for package in packages if package["source"] is not None]
    own = [package for package in packages if package["source"] is None]
    components = [
        {
            "type": "library",
            "bom-ref": purl(package),
            "purl": purl(package),
            "name": package["name"],
            "version": package["version"],
            "licenses": [{"expression": package["license"].replace("/", " OR ")}],
        }
        for package in outside
    ]
    version = own[0]["version"]
    top = {"type": "application", "bom-ref": "ssm-toolkit", "name": "ssm-toolkit", "version": version}
    direct = {among[to] for package in own for to in nodes[package["id"]]["dependencies"] if to in among}
    ours = {purl(package) for package in own}
    dependencies = [{"ref": "ssm-toolkit", "dependsOn": sorted(direct - ours)}]
    for package in outside:
        needs = sorted(among[to] for to in nodes[package["id"]]["dependencies"] if to in among)
        dependencies.append({"ref": purl(package), "dependsOn": needs})
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": top},
        "components": components,
        "dependencies": dependencies,
    }


if __name__ == "__main__":
    sys.exit(main())
