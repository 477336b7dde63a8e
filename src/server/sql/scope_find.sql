-- The number of a scope that already exists.
SELECT id FROM scope WHERE name = :name
