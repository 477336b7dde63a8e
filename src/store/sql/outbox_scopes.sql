-- the scopes of answered operations
SELECT DISTINCT scope FROM outbox WHERE outcome IS NOT NULL AND scope IS NOT NULL;
