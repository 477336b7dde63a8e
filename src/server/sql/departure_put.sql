-- A pupil's file has left a scope.
INSERT INTO departure (scope, pupil, seq, at, others) VALUES (:scope, :pupil, :seq, :at, :others)
ON CONFLICT (scope, pupil) DO UPDATE SET seq = excluded.seq, at = excluded.at, others = excluded.others
