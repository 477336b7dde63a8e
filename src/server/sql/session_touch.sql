-- The session is in use, by this device and this catalogue.
UPDATE session SET device = :device, generation = :generation, version = coalesce(:version, version), last_used_at = :at
WHERE id = :id
