-- the server's last values of a record
INSERT INTO base_record (id, kind, scope, seq, rev, body) VALUES (:id, :kind, :scope, :seq, :rev, :body)
ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, seq = excluded.seq, rev = excluded.rev, body = excluded.body;
