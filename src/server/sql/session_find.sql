-- The session of a token, while it and its person are welcome.
SELECT s.id, s.account, s.device, s.generation, s.last_used_at,
    a.name, a.display_name, a.role, a.centre, a.zone, a.grants, d.wipe, d.wiped_at
FROM session s JOIN account a ON a.id = s.account LEFT JOIN device d ON d.id = s.device
WHERE s.token = :token AND s.ended_at IS NULL AND s.last_used_at > :since AND a.disabled_at IS NULL
