-- The numbers of scopes that came into use after the run before began are of that run.
INSERT INTO lineage (scope, seq, run)
SELECT s.id, 0, :run FROM scope s WHERE NOT EXISTS (SELECT 1 FROM lineage l WHERE l.scope = s.id)
