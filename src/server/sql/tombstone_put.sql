-- Keeps the place of a deleted record.
INSERT INTO tombstone (kind, id, scope, seq, rev, at) VALUES (:kind, :id, :scope, :seq, :rev, :at)
ON CONFLICT (kind, id) DO UPDATE SET scope = excluded.scope, seq = excluded.seq, rev = excluded.rev, at = excluded.at
