-- how far a scope has come
SELECT cursor, seq, complete FROM cursor WHERE scope = :scope;
