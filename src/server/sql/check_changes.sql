-- Changes of one kind: how many say that a record is there, how many that it is gone.
SELECT coalesce(sum(change), 0), count(*) - coalesce(sum(change), 0) FROM change_index WHERE kind = :kind
