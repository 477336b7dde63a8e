-- How many records of a kind came within files, in the changes that a pull will meet.
SELECT count(*)
FROM change_index c
JOIN @table@ t ON t.@owner@ = c.id AND t.scope = c.scope AND t.seq = c.seq
WHERE c.scope = :scope AND c.seq > :from AND c.seq <= :to AND c.change = 2
