-- one record
SELECT id, scope, seq, rev, @columns@ FROM @table@ WHERE id = :id;
