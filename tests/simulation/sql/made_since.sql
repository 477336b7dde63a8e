-- operations made after a number was given out
SELECT op FROM outbox WHERE n > :n ORDER BY n;
