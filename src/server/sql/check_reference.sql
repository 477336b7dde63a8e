-- Records whose reference points to nothing, or out of its scope: how many, and the first of them.
WITH faulty (id) AS (
    SELECT t.id
    FROM @table@ t LEFT JOIN @target@ r ON r.id = t.@field@
    WHERE t.@field@ IS NOT NULL AND (r.id IS NULL OR (r.scope <> t.scope AND r.scope <> :reference))
)
SELECT count(*), (SELECT f.id FROM faulty f ORDER BY f.id LIMIT 1) FROM faulty
