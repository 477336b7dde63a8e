-- how far the server was in a scope, by the furthest of the answers to operations that are done
INSERT INTO fact (name, value)
SELECT 'witness:' || scope, witness FROM outbox WHERE n = :n AND scope IS NOT NULL AND witness IS NOT NULL
ON CONFLICT (name) DO UPDATE SET value = excluded.value
WHERE CAST (substr(excluded.value, 18) AS INTEGER) >= CAST (substr(fact.value, 18) AS INTEGER);
