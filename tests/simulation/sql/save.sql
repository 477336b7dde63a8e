-- an operation's outcome, the records of which its value is to be found, those that it changed more than once, and those where it
-- wrote over or deleted something else than its author had seen; what became of it, for people; whether it waits for them
SELECT r.outcome,
    (SELECT count(*) FROM (
        SELECT id FROM history WHERE new LIKE '%"' || :value || '"%' UNION
        SELECT about_id FROM review WHERE mine LIKE '%"' || :value || '"%'
    ) t),
    (SELECT count(*) FROM (SELECT id FROM history WHERE op = :op GROUP BY id HAVING count(*) > 1) t),
    (SELECT count(*) FROM history WHERE op = :op AND (verb = 'delete' OR new LIKE '%"' || :value || '"%') AND
        old NOT LIKE '%' || :base || '%'),
    COALESCE (r.reason, '') || ' ' || COALESCE ((SELECT max (mine) FROM review WHERE op = :op), ''),
    (SELECT count(*) FROM review WHERE op = :op AND state = 'open')
FROM receipt r WHERE r.op = :op;
