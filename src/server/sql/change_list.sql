-- The changes of a scope in their order; kinds is a mask of those that are wanted.
SELECT seq, kind, change, id FROM change_index
WHERE scope = :scope AND seq > :from AND seq <= :to AND (CAST(:kinds AS BIGINT) >> CAST(kind AS INTEGER)) & 1 = 1
ORDER BY seq LIMIT :limit
