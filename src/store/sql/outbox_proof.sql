-- what proves that an operation was accepted before
UPDATE outbox SET proof = :proof WHERE op = :op;
