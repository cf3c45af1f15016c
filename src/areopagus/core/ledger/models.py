"""The ledger's rows. Only ever added; see `recording` and `undoing`, and decision 0041 for the one exception."""

from __future__ import annotations

from django.db import models

from areopagus.core.ledger.kinds import Kind, kind_named


class Batch(models.Model):
    """Deeds that are done and undone together. `at` is when; `undoes` the batch it took back."""

    kind = models.CharField(max_length=60, db_index=True)
    # Of what was done at first, where this undoes it, does it again, or undoes a part of it.
    first_kind = models.CharField(max_length=60, db_index=True, default="", db_default="")
    # Plain values and no reference: no deletion of an account touches the ledger.
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    # Done by a rule of the board itself, whose name stands where the actor's does.
    is_automatic = models.BooleanField(default=False)
    at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True)
    # What its sentence says: names and numbers as they were then.
    details = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    # Taken back for some members only, each time in a batch of its own.
    undoes_part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_in_part_by"
    )

    class Meta:
        indexes = [models.Index(fields=["actor_id", "-id"], name="batch_by_actor")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.says}"

    @property
    def kind_of_deed(self) -> Kind:
        return kind_named(self.kind)

    @property
    def says(self) -> str:
        """Such as "locked “Who lands first?”"; the name of who did it goes before."""
        return self.kind_of_deed.sentence(self.details)

    @property
    def url(self) -> str:
        return f"/moderation/ledger/{self.pk}/"


class Subject(models.Model):
    """One thing a batch concerns, such as ("topic", 42): where people look for what happened to it."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="subjects")
    name = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "subject_id", "batch"], name="one_subject_row_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}:{self.subject_id}"


class Change(models.Model):
    """What a batch did to one row: the fields it set, as they were and as it left them.

    A row that was made has no `before`, one that was taken away no `after`.
    """

    class Did(models.TextChoices):
        CHANGED = "changed"
        MADE = "made"
        TAKEN = "taken"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="changes")
    # The model, such as "boards.topic".
    table = models.CharField(max_length=60)
    row_id = models.CharField(max_length=80)
    did = models.CharField(max_length=8, choices=Did.choices)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "row_id", "batch"], name="one_change_row_each")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} {self.did}"
