-- The values a record had when it was last deleted.
SELECT old FROM history WHERE id = :id AND kind = :kind AND verb = 'delete' ORDER BY number DESC LIMIT 1
