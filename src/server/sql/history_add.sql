-- What one change did to one record.
INSERT INTO history (kind, id, rev, op, account, at, verb, old, new)
VALUES (:kind, :id, :rev, :op, :account, :at, :verb, :old, :new)
