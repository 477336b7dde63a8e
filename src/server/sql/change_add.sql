-- One change at its place.
INSERT INTO change_index (scope, seq, kind, change, id) VALUES (:scope, :seq, :kind, :change, :id)
