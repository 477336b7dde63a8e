-- A fact about this server that no longer is one.
DELETE FROM meta WHERE name = :name
