-- the furthest receipt of each run of the server (the first 16 characters name it) that no pull has confirmed yet
SELECT witness, MAX(seq) FROM outbox WHERE scope = :scope AND witness IS NOT NULL AND outcome IS NOT NULL
GROUP BY SUBSTR(witness, 1, 16) ORDER BY 2 DESC LIMIT 8;
