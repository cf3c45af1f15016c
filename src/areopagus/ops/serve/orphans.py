"""A child of `areopagus serve` must not outlive it, not even when it is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
# Tells a child that it is one, and the id of the process it must not outlive.
PARENT = "AREOPAGUS_SERVED"


def end_with_parent() -> None:
    """Asks the Linux kernel for SIGTERM when the parent has gone; elsewhere nothing can be asked."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if str(os.getppid()) != os.environ.get(PARENT):
        # It has gone before we asked.
        os.kill(os.getpid(), signal.SIGTERM)
