"""The application a WSGI server calls."""

from __future__ import annotations

import os
import threading
from multiprocessing.util import Finalize

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from areopagus.ops.serve.orphans import PARENT, end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "areopagus.config.settings")
if PARENT in os.environ:
    # One of the web processes of `areopagus serve`; any other server looks after its own.
    end_with_parent()
house = get_wsgi_application()

# Models exist only now.
from areopagus.config.entrance import entrance  # noqa: E402
from areopagus.core.tally import Tally  # noqa: E402

application = entrance(house)
_ends = threading.Event()
_writer = threading.Thread(target=Tally.keep_writing, args=(_ends,), daemon=True)
_writer.start()
if settings.VALKEY_URL:
    from areopagus.core.machines import carrier

    _carrying = carrier(settings.VALKEY_URL).keep_carrying
    threading.Thread(target=_carrying, args=(_ends,), daemon=True).start()


def _end() -> None:
    _ends.set()
    # What it has in hand is in no tally any more.
    _writer.join()
    Tally.write_everything()


Finalize(None, _end, exitpriority=0)
