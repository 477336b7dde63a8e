-- Deletions and departures from before a moment, scope by scope in their order. The last change of a scope stays: its clock
-- stands there.
SELECT t.scope, t.seq, t.kind, t.id
FROM tombstone t JOIN scope_clock c ON c.scope = t.scope
WHERE t.at < :before AND t.seq < c.seq
UNION ALL
SELECT d.scope, d.seq, -1, d.pupil
FROM departure d JOIN scope_clock c ON c.scope = d.scope
WHERE d.at < :before AND d.seq < c.seq
ORDER BY 1, 2
