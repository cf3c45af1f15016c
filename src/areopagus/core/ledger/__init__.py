"""What staff and automatic rules did, and the way back: *preview, do, undo*.

An action does its deed inside a batch; the batch writes the rows and remembers them as they were.

    with recording.batch(actor, LOCKED, reason) as deed:
        deed.change(*topics, locked_at=now())     # writes, and keeps what stood there
        deed.made(stub)                           # a row that was not there before
        deed.take(*stubs)                         # deletes, and keeps the whole row
        deed.concerns(topic=ids, forum=forum_ids) # where it is found again, whose pages are stale

`undoing.undo` puts back exactly the fields a batch has set, or says what stands in the way and changes
nothing. An undo is a batch too and can be undone. Nothing here is ever changed or deleted, but
for the names of those who have asked to be forgotten (decision 0041); who did a deed is kept as plain values,
so that it stays whatever becomes of an account. See decision 0013.
"""
