-- whether operations on their way touch a record
SELECT 1 FROM outbox_record WHERE id = :id LIMIT 1;
