-- the place of a code among those of its field; nothing is written when it stands there already
INSERT INTO choice (kind, field, code, position) VALUES (:kind, :field, :code, :position)
ON CONFLICT (kind, field, code) DO UPDATE SET position = excluded.position
WHERE choice.position <> excluded.position;
