-- What the lines of a stream show of the records of one kind, in the order of their changes; CROSS: that order is the way in.
SELECT c.seq, t.rev, @aliased@
FROM change_index c CROSS JOIN @table@ t
WHERE c.scope = :scope AND c.seq >= :first AND c.seq <= :last AND c.kind = :kind AND c.change = 1 AND t.id = c.id
ORDER BY c.seq
