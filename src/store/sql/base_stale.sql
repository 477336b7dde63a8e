-- records with operations on their way that were not sent again
SELECT id, kind FROM base_record WHERE scope = :scope AND seq = -1;
