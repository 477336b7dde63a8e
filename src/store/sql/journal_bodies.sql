-- operations that the server had accepted
SELECT n, body FROM journal;
