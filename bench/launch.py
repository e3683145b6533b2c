"""Runs a program and writes what it cost to a file: wall s, CPU s, peak memory in kB, exit code.

The kernel counts the memory of whoever starts a program as the program's own until it is another program, so this
one is small (python3 -I -S, only modules that are built in)."""

import posix
import sys
import time

begin = time.monotonic()
pid = posix.fork()
if pid == 0:
    posix.execve(sys.argv[2], sys.argv[2:], posix.environ)
_, status, usage = posix.wait4(pid, 0)
wall = time.monotonic() - begin
costs = open(sys.argv[1], "w")
costs.write(f"{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss} {posix.waitstatus_to_exitcode(status)}")
costs.close()
