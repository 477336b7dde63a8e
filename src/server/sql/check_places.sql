-- Records whose place in the change index is another's or empty: how many, and the first of them.
WITH faulty (id) AS (
    SELECT t.id
    FROM @table@ t LEFT JOIN change_index c ON c.scope = t.scope AND c.seq = t.seq
    WHERE c.id IS NULL OR c.id <> t.id OR c.kind <> :kind OR c.change <> 1
)
SELECT count(*), (SELECT f.id FROM faulty f ORDER BY f.id LIMIT 1) FROM faulty
