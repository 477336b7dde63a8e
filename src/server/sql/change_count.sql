-- How many changes a pull will meet; kinds is a mask of those the person may read.
SELECT count(*) FROM change_index WHERE scope = :scope AND seq > :from AND seq <= :to AND (CAST(:kinds AS BIGINT) >> CAST(kind AS INTEGER)) & 1 = 1
