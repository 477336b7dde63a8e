-- how far the server was, by answers that no pull has confirmed and by those to operations that are done (a cursor proves as much, but
-- not when it is of other rights): the furthest of each of its runs; with the reference data also of other scopes, named
SELECT CASE WHEN scope = :scope THEN witness ELSE scope || '/' || witness END, MAX(seq) FROM (
    SELECT scope, witness, seq FROM outbox WHERE witness IS NOT NULL AND outcome IS NOT NULL
    UNION ALL
    SELECT substr(name, 9), value, CAST (substr(value, 18) AS INTEGER) FROM fact WHERE name LIKE 'witness:%'
)
WHERE scope = :scope OR :scope = 'reference'
GROUP BY scope, substr(witness, 1, 16) ORDER BY MAX(seq) DESC LIMIT 8;
