-- operations that the server had accepted, oldest first
SELECT body, proof FROM journal ORDER BY n;
