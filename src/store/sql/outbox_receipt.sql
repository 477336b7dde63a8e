-- the server's answer to an operation
UPDATE outbox SET outcome = :outcome, scope = :scope, seq = :seq, witness = :witness, proof = COALESCE (:proof, proof)
WHERE op = :op AND outcome IS NULL;
