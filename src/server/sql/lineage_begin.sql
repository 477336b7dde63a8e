-- A run of the server begins: it will give out the numbers after those that were given out.
INSERT INTO lineage (scope, seq, run)
SELECT s.id, COALESCE (c.seq, 0) + 1, :run FROM scope s LEFT JOIN scope_clock c ON c.scope = s.id WHERE true
ON CONFLICT (scope, seq) DO UPDATE SET run = excluded.run
