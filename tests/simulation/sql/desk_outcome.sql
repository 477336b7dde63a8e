-- what a desk knows of an operation: its outcome, and whether it is still on its way and may be read here
SELECT COALESCE (outcome, ''), CASE WHEN body LIKE '%"sealed":%' THEN 0 ELSE 1 END FROM outbox WHERE op = :op
UNION ALL SELECT outcome, 0 FROM journal WHERE op = :op;
