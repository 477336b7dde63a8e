-- how far the server was, by answers that no pull has confirmed: the furthest of each of its runs; with the reference data also
-- of scopes that are not (or no longer) pulled, named
SELECT CASE WHEN scope = :scope THEN witness ELSE scope || '/' || witness END, MAX(seq) FROM (
    SELECT scope, witness, seq FROM outbox WHERE witness IS NOT NULL AND outcome IS NOT NULL
    UNION ALL
    SELECT substr(f.name, 9), f.value, CAST (substr(f.value, 18) AS INTEGER) FROM fact f
    WHERE f.name LIKE 'witness:%' AND NOT EXISTS (SELECT 1 FROM cursor c WHERE c.scope = substr(f.name, 9))
)
WHERE scope = :scope OR :scope = 'reference'
GROUP BY scope, substr(witness, 1, 16) ORDER BY MAX(seq) DESC LIMIT 8;
