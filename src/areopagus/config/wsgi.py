"""The application a WSGI server calls."""

from __future__ import annotations

import os
from multiprocessing.util import Finalize

from django.core.wsgi import get_wsgi_application

from areopagus.ops.serve.orphans import PARENT, end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "areopagus.config.settings")
if PARENT in os.environ:
    # One of the web processes of `areopagus serve`; any other server looks after its own.
    end_with_parent()
application = get_wsgi_application()

from areopagus.core.tally import Tally  # noqa: E402 - models exist only now.

Finalize(None, Tally.write_everything, exitpriority=0)
