-- Keeps the answer to an operation.
INSERT INTO receipt (op, device, n, outcome, scope, seq, reviews, reason, account, at, digest)
VALUES (:op, :device, :n, :outcome, :scope, :seq, :reviews, :reason, :account, :at, :digest)
