-- the operations on their way that touch a record, oldest first
SELECT o.body FROM outbox_record r JOIN outbox o ON o.n = r.n WHERE r.id = :id ORDER BY r.n;
