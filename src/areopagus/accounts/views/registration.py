"""Registration is allauth's; a link may bring the invitation along."""

from __future__ import annotations

from typing import Any

from allauth.account.views import SignupView


class RegistrationView(SignupView):
    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "invitation": self.request.GET.get("invitation", "")}
