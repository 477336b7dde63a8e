-- The devices that have signed in, by their last session, and what they were told.
SELECT s.device, a.name, s.device_name, s.version, s.last_used_at, d.wipe, d.wiped_at
FROM session s JOIN account a ON a.id = s.account LEFT JOIN device d ON d.id = s.device
WHERE NOT EXISTS (
    SELECT 1 FROM session later
    WHERE later.device = s.device
        AND (later.created_at > s.created_at OR (later.created_at = s.created_at AND later.id > s.id)))
ORDER BY a.name, s.created_at
