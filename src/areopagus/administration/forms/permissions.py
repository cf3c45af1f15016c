"""What one group may do in each forum."""

from __future__ import annotations

from collections.abc import Iterator

from django.forms import BoundField
from django.http import QueryDict

from areopagus.administration.forms import RememberingForm
from areopagus.administration.forms.forum_access import ANSWERS, answer_field
from areopagus.administration.pages.permissions import Line, MatrixPage


class GroupPermissionsForm(RememberingForm):
    def __init__(self, data: QueryDict | None = None, *, page: MatrixPage) -> None:
        super().__init__(data)
        self.page = page
        for line in page.lines:
            for _, rights in line.cells:
                for right in rights:
                    label = f"{line.forum}: {right.label}"
                    self.fields[f"{right.name}-{line.forum.pk}"] = answer_field(
                        label, own=right.own, here=right.here
                    )
        self.remember()

    def rows(self) -> Iterator[tuple[Line, list[BoundField]]]:
        for line in self.page.lines:
            names = [right.name for _, rights in line.cells for right in rights]
            yield line, [self[f"{name}-{line.forum.pk}"] for name in names]

    def rights(self) -> dict[tuple[int, str], bool | None]:
        """What was changed, by forum and right."""
        return {
            (int(forum_id), right): ANSWERS[value]
            for name, value in self.changes().items()
            for right, forum_id in [name.split("-")]
        }
