-- one more operation to send
INSERT INTO outbox (n, op, body) VALUES (:n, :op, :body);
