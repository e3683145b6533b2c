"""Types a line into an interactive shell on a terminal of its own, presses TAB until a word is shown, and prints what the shell answers.

press.py TEXT WORD SHELL [ARGUMENT...]; a line READY must come from the shell's start-up file first.
"""

import os
import pty
import re
import select
import struct
import sys
import termios
import time
from fcntl import ioctl

LIMIT = 20.0


def main() -> int:
    text, word, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 160, 0, 0))
    until(terminal, lambda seen: b"READY" in seen)
    quiet(terminal)
    os.write(terminal, text.encode())
    seen = b""
    # One completes what is common, one more lists the rest, in some shells after a bell; a busy machine takes its time.
    end = time.monotonic() + LIMIT
    while word not in plain(seen) and time.monotonic() < end:
        os.write(terminal, b"\t")
        seen += quiet(terminal)
    os.kill(child, 9)
    os.waitpid(child, 0)
    sys.stdout.write(plain(seen))
    return 0


def plain(seen: bytes) -> str:
    """What a person sees of it."""
    codes = rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>][0-9A-B]?|[\x00-\x08\x0e-\x1f]"
    return re.sub(codes, b"", seen).decode(errors="replace")


def until(terminal: int, done) -> bytes:
    """Reads until `done`, or fails after LIMIT seconds."""
    seen, end = b"", time.monotonic() + LIMIT
    while not done(seen):
        if time.monotonic() > end:
            raise SystemExit(f"the shell said only {seen!r}")
        seen += some(terminal, 0.1)
    return seen


def quiet(terminal: int) -> bytes:
    """Reads until the shell has been silent for a while."""
    seen, last = b"", time.monotonic()
    while time.monotonic() - last < 0.7:
        more = some(terminal, 0.1)
        if more:
            seen, last = seen + more, time.monotonic()
    return seen


def some(terminal: int, seconds: float) -> bytes:
    if not select.select([terminal], [], [], seconds)[0]:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


if __name__ == "__main__":
    sys.exit(main())
