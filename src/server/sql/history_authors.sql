-- Who changed a record, the last one first, and what to.
SELECT account.display_name, history.new
FROM history JOIN account ON account.id = history.account
WHERE history.id = :id AND history.kind = :kind AND history.new IS NOT NULL
ORDER BY history.number DESC
