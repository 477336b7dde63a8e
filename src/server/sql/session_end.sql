-- Ends one session.
UPDATE session SET ended_at = :at WHERE id = :id AND ended_at IS NULL
