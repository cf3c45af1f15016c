"""The machine room: counting and rendering anew, taking old topics away, numbers, health, backups.

It is for administrators. What takes long is done in pieces by the job worker, beside traffic, and goes on
where it stopped. See docs/guides/maintenance.md.
"""
