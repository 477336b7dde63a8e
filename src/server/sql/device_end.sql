-- Ends every session of a device.
UPDATE session SET ended_at = :at WHERE device = :device AND ended_at IS NULL
