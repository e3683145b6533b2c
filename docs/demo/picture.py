"""Draws a captured terminal as two pictures, dark and light: picture.py COLUMNS FOLDER < SCREEN."""

import io
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI, DEFAULT_TERMINAL_THEME
from rich.text import Text

# The library's own template fetches a font from the network.
TEMPLATE = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" xml:space="preserve">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px; white-space: pre; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def main() -> int:
    columns, folder = int(sys.argv[1]), Path(sys.argv[2])
    screen = sys.stdin.read().rstrip() + "\n"
    for name, theme in [("dark", DIMMED_MONOKAI), ("light", DEFAULT_TERMINAL_THEME)]:
        console = Console(record=True, width=columns, file=io.StringIO(), force_terminal=True)
        console.print(Text.from_ansi(screen), soft_wrap=True)
        svg = console.export_svg(title="ssm-toolkit", theme=theme, code_format=TEMPLATE, unique_id="terminal")
        (folder / f"terminal-{name}.svg").write_text(svg)
    return 0


if __name__ == "__main__":
    sys.exit(main())
