-- what the server has of the others
SELECT id, rev, body FROM base_record WHERE scope = :scope AND kind = :kind AND body IS NOT NULL
