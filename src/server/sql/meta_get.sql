-- One fact about this server.
SELECT value FROM meta WHERE name = :name
