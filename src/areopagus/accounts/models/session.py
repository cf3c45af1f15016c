from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """A visitor's session, which says whose it is, so that both are read together.

    Made and read by `accounts.sessions`; what members see of their sessions is allauth's UserSession.
    """

    member = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="+")
