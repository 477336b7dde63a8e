-- a fact about the desk
SELECT value FROM fact WHERE name = :name;
