-- An operation waits no more.
DELETE FROM waiting WHERE op = :op
