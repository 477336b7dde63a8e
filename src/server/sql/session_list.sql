-- Sessions that are still open.
SELECT s.id, a.name, s.device_name, s.version, s.created_at, s.last_used_at
FROM session s JOIN account a ON a.id = s.account
WHERE s.ended_at IS NULL AND s.last_used_at > :since
ORDER BY a.name, s.created_at
