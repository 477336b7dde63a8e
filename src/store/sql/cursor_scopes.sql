-- the scopes that were ever fetched
SELECT scope, cursor FROM cursor ORDER BY scope;
