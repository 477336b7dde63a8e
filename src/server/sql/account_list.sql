-- Everybody who may or might sign in.
SELECT a.name, a.display_name, a.role, a.centre, a.zone, a.disabled_at,
    (SELECT max(s.last_used_at) FROM session s WHERE s.account = a.id) AS last_used_at
FROM account a ORDER BY a.name
