-- The run that gave out a number of a scope.
SELECT run FROM lineage WHERE scope = :scope AND seq <= :seq ORDER BY seq DESC LIMIT 1
