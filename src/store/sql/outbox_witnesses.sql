-- how far the server was, by receipts that no pull has confirmed: the furthest of each of its runs; with the reference data also
-- of scopes that are not (or no longer) pulled, named
SELECT CASE WHEN scope = :scope THEN witness ELSE scope || '/' || witness END, MAX(seq) FROM outbox
WHERE (scope = :scope OR :scope = 'reference') AND witness IS NOT NULL AND outcome IS NOT NULL
GROUP BY scope, substr(witness, 1, 16) ORDER BY MAX(seq) DESC LIMIT 8;
