-- all records of a kind
SELECT id, scope, seq, rev, @columns@ FROM @table@ ORDER BY id;
