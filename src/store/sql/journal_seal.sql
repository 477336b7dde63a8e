-- an operation that the server had accepted, in words that only the server can read
UPDATE journal SET body = :body, proof = NULL WHERE n = :n;
