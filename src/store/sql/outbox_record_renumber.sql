-- an unsent operation gets a new place
UPDATE outbox_record SET n = :to WHERE n = :from;
