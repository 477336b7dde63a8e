-- an unsent operation gets a new place
UPDATE outbox SET n = :to, body = :body WHERE n = :from;
