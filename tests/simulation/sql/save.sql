-- an operation's outcome, where its value is to be found, records it changed more than once, and those where it wrote over
-- something else than its author had seen
SELECT r.outcome,
    (SELECT count(*) FROM history WHERE new LIKE '%"' || :value || '"%') +
    (SELECT count(*) FROM review WHERE mine LIKE '%"' || :value || '"%'),
    (SELECT count(*) FROM (SELECT id FROM history WHERE op = :op GROUP BY id HAVING count(*) > 1) t),
    (SELECT count(*) FROM history WHERE op = :op AND new LIKE '%"' || :value || '"%' AND old NOT LIKE '%"' || :base || '"%')
FROM receipt r WHERE r.op = :op;
