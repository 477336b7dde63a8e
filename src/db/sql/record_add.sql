-- a new record
INSERT INTO @table@ (id, scope, seq, rev, @columns@) VALUES (:id, :scope, :seq, :rev, @binds@);
