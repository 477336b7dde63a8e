-- How many changes a pull will meet, and how many of them are files; kinds is a mask of those the person may read.
SELECT count(*), coalesce(sum(CASE WHEN change = 2 THEN 1 ELSE 0 END), 0)
FROM change_index
WHERE scope = :scope AND seq > :from AND seq <= :to AND (CAST(:kinds AS BIGINT) >> CAST(kind AS INTEGER)) & 1 = 1
