-- Ends every session of the device of a token.
UPDATE session SET ended_at = :at
WHERE ended_at IS NULL AND device = (SELECT device FROM session WHERE token = :token)
