-- What became of a parked operation after all.
UPDATE receipt SET outcome = :outcome, seq = :seq, reason = NULL WHERE op = :op
