-- Records whose place in the change index is another's or empty.
SELECT count(*), min(t.id)
FROM @table@ t LEFT JOIN change_index c ON c.scope = t.scope AND c.seq = t.seq
WHERE c.id IS NULL OR c.id <> t.id OR c.kind <> :kind OR c.change <> 1
