-- An operation waits for a record.
INSERT INTO waiting (op, id, review, account, body) VALUES (:op, :id, :review, :account, :body)
ON CONFLICT (op) DO UPDATE SET id = excluded.id
