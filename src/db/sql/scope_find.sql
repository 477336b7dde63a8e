-- the number of a scope
SELECT id FROM scope WHERE name = :name;
