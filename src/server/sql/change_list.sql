-- The changes of a scope in their order.
SELECT seq, kind, change, id FROM change_index WHERE scope = :scope AND seq > :from AND seq <= :to ORDER BY seq LIMIT :limit
