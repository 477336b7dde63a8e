-- Tombstones of one kind, and those that are not in the change index.
SELECT count(*), coalesce(sum(CASE WHEN c.id IS NULL OR c.id <> t.id OR c.kind <> t.kind OR c.change <> 0 THEN 1 ELSE 0 END), 0)
FROM tombstone t LEFT JOIN change_index c ON c.scope = t.scope AND c.seq = t.seq
WHERE t.kind = :kind
