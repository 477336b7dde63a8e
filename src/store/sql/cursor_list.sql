-- how far every scope has come
SELECT scope, seq, complete FROM cursor ORDER BY scope;
