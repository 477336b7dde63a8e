-- the same of operations that the server had accepted
DELETE FROM journal WHERE scope = :scope;
