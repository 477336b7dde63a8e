-- The scope in which somebody has worked until now.
INSERT INTO former (account, scope, until)
SELECT a.id, 'centre:' || a.centre, :at FROM account a WHERE a.name = :name AND a.centre IS NOT NULL
ON CONFLICT (account, scope) DO UPDATE SET until = excluded.until
