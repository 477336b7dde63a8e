-- an operation is done; one that waits at another centre is no longer for here
INSERT INTO journal (n, op, body, outcome, scope, seq, done_at, proof)
SELECT n, op, body, outcome, scope, seq, :at, proof FROM outbox WHERE n = :n AND outcome <> 'moved';
