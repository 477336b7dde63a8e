-- an operation is done
INSERT INTO journal (n, op, body, outcome, scope, seq, done_at)
SELECT n, op, body, outcome, scope, seq, :at FROM outbox WHERE n = :n;
