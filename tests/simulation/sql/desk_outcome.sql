-- what a desk knows of an operation: its outcome, and whether it is still on its way
SELECT COALESCE (outcome, ''), 1 FROM outbox WHERE op = :op UNION ALL SELECT outcome, 0 FROM journal WHERE op = :op;
