"""Turns a fresh process into an engine that cannot outlive its launcher; run as a file, it imports nothing of ours.

A hook between fork and exec inside the launcher would be shorter, but it runs Python in a copy of a threaded
process and can hang there. This script has one thread and a few lines.

    shim.py PARENT_PID DEATH_SIGNAL IDENTITY PROGRAM ARGS...

IDENTITY is `self`; or `userns` (root enters an unmapped user namespace: Postgres sees a non-root uid while the kernel
still lets it reach root's files); or `uid:N` (a real change of uid that keeps the right to pass root's folders, for
places where namespaces are forbidden).
"""

import ctypes
import os
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
EXIT_IDENTITY_REFUSED, EXIT_PARENT_GONE = 97, 98


def _drop_to(libc: ctypes.CDLL, uid: int) -> None:
    """Become `uid`, keeping one capability, so that a data folder below root's home stays reachable."""
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    mask = 1 << CAP_DAC_OVERRIDE
    sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    # Where these are refused, the folder's own modes decide; Postgres then says what it cannot open.
    if libc.capset(header, sets) == 0:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def main(arguments: list[str]) -> None:
    """Take on the identity, tie this process to its parent's life, become the program."""
    parent, death_signal, identity, *command = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        if identity == "userns" and libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        if identity.startswith("uid:"):
            _drop_to(libc, int(identity[4:]))
    except OSError as problem:
        print(f"identity {identity} refused: {problem}", file=sys.stderr)
        sys.exit(EXIT_IDENTITY_REFUSED)
    # After the change of identity, which clears it. The parent may have died before: then nobody would ever tell us.
    libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit(EXIT_PARENT_GONE)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
