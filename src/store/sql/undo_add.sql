-- an operation that can be taken back
INSERT INTO undo (at, op, body) SELECT COALESCE(MAX(at), 0) + 1, :op, :body FROM undo;
