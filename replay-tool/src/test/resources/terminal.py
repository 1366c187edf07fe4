"""Runs a command on a terminal of its own, prints what it showed, and exits with its code.

usage: terminal.py COLUMNS OUT ERR AWAITED TYPED COMMAND...

OUT and ERR are - for the terminal or a file. TYPED is sent when AWAITED has been shown; \\x03 interrupts.
"""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios

columns, out, err, awaited, typed, *command = sys.argv[1:]
typed = typed.encode().decode("unicode_escape").encode()
pid, terminal = pty.fork()
if pid == 0:
    # A build in the background ignores interrupts, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(columns), 0, 0))
    for descriptor, name in (1, out), (2, err):
        if name != "-":
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    os.execvp(command[0], command)

shown = b""
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:  # how Linux tells that the terminal is closed
        break
    if not part:
        break
    shown += part
    if typed and awaited.encode() in shown:
        os.write(terminal, typed)
        typed = b""
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) % 256)
