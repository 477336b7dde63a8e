-- The device of a token, which was told to, has wiped itself.
UPDATE device SET wiped_at = coalesce(wiped_at, :at)
WHERE id = (SELECT device FROM session WHERE token = :token) AND (wipe <> 'none' OR wiped_at IS NOT NULL)
