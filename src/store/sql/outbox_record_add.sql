-- an operation touches a record
INSERT INTO outbox_record (id, n, kind) VALUES (:id, :n, :kind) ON CONFLICT (id, n) DO NOTHING;
