-- The answer that an operation got.
SELECT n, outcome, scope, seq, reviews, reason, digest FROM receipt WHERE op = :op
