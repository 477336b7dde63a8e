-- how far a scope has come
INSERT INTO cursor (scope, cursor, seq, complete) VALUES (:scope, :cursor, :seq, :complete)
ON CONFLICT (scope) DO UPDATE SET cursor = excluded.cursor, seq = excluded.seq, complete = MAX(cursor.complete, excluded.complete);
