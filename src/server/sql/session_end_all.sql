-- Ends every session of one person.
UPDATE session SET ended_at = :at
WHERE ended_at IS NULL AND account = (SELECT id FROM account WHERE name = :name)
