-- The answer that an operation got.
SELECT n, outcome, scope, seq, reviews, reason FROM receipt WHERE op = :op
