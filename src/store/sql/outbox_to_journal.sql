-- an operation is done
INSERT INTO journal (n, op, body, outcome, scope, seq, done_at, proof)
SELECT n, op, body, outcome, scope, seq, :at, proof FROM outbox WHERE n = :n;
