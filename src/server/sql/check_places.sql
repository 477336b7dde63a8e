-- Records whose place in the change index is another's or empty: how many, and the first of them. A record has its own place
-- or that of the file with which it came.
WITH faulty (id) AS (
    SELECT t.id
    FROM @table@ t LEFT JOIN change_index c ON c.scope = t.scope AND c.seq = t.seq
    WHERE c.id IS NULL
        OR NOT ((c.change = 1 AND c.id = t.id AND c.kind = :kind) OR (c.change = 2 AND c.id = t.@owner@))
)
SELECT count(*), (SELECT f.id FROM faulty f ORDER BY f.id LIMIT 1) FROM faulty
