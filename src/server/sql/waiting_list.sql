-- The operations that wait for a record, in the order in which they were made.
SELECT op, review, account, body FROM waiting WHERE id = :id ORDER BY op
