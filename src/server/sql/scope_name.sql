-- The name of a scope.
SELECT name FROM scope WHERE id = :id
