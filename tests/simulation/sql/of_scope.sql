-- the records of a kind in a scope
SELECT id, scope, seq, rev, @columns@ FROM @table@ WHERE scope = (SELECT id FROM scope WHERE name = :scope) ORDER BY id;
