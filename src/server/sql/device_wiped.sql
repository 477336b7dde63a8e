-- A device that was told to has wiped itself; who says so has had a token of it.
UPDATE device SET wiped_at = coalesce(wiped_at, :at)
WHERE id = :device AND (wipe <> 'none' OR wiped_at IS NOT NULL)
    AND EXISTS (SELECT 1 FROM session WHERE device = :device AND token = :token)
