-- what the server last had of records with operations on their way, before everything is sent again
UPDATE base_record SET seq = -1 WHERE scope = :scope;
