-- a whole record, new or not
INSERT INTO @table@ (id, scope, seq, rev, @columns@)
VALUES (:id, :scope, :seq, :rev, @binds@)
ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, seq = excluded.seq, rev = excluded.rev, @updates@;
