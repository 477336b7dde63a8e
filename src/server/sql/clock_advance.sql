-- Gives out the next :count numbers of a scope; the last of them comes back.
INSERT INTO scope_clock (scope, seq) VALUES (:scope, :count)
ON CONFLICT (scope) DO UPDATE SET seq = scope_clock.seq + excluded.seq
RETURNING seq
