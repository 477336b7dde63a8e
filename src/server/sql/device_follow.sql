-- A desk has taken another id: what it was told holds for that one.
INSERT INTO device (id, wipe, asked_at)
SELECT :device, wipe, asked_at FROM device WHERE id = :before AND wipe <> 'none' AND wiped_at IS NULL
ON CONFLICT (id) DO NOTHING
