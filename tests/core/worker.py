"""One of several processes that do jobs at once; see test_jobs. It begins when it is told to."""

from __future__ import annotations

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
sys.path.insert(0, os.getcwd())  # noqa: PTH109 - started from the repository's root.

import django
from django.conf import settings

settings.DATABASES["default"].update(json.loads(os.environ["WORKER_DATABASE"]))
django.setup()

from areopagus.core.jobs.periodic import enqueue_due
from areopagus.core.jobs.worker import work_once
from areopagus.ops.serve import job_worker
from tests.core import chores  # noqa: F401 - so that its periodic job is known.

sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
match sys.argv[1]:
    case "all that is due":
        while work_once(f"worker {os.getpid()}"):
            pass
    case "what is periodic":
        enqueue_due()
    case "as on a board":
        job_worker.main()
