-- What a device is told, if it has ever signed in and has not wiped itself.
INSERT INTO device (id, wipe, asked_at)
SELECT :device, :wipe, :at WHERE EXISTS (SELECT 1 FROM session WHERE device = :device)
ON CONFLICT (id) DO UPDATE SET wipe = excluded.wipe, asked_at = excluded.asked_at WHERE device.wiped_at IS NULL
