-- Changes of one kind: how many say that a record is there, how many that it is gone.
SELECT
    coalesce(sum(CASE WHEN change = 1 THEN 1 ELSE 0 END), 0),
    coalesce(sum(CASE WHEN change = 0 THEN 1 ELSE 0 END), 0)
FROM change_index WHERE kind = :kind
