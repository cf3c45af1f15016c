"""Work done after a request: rows in the board's own database, taken up by the job worker.

A room writes its jobs in tasks.py with `django_tasks.task` (Django 6 has the same in its core) and
enqueues them inside the deed's own transaction: both happen or neither. Every job must bear being
done twice, because a killed worker's jobs are taken up again. See decision 0011.
"""
