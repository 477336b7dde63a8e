-- operations that the server had accepted
SELECT n, body, proof, scope FROM journal;
