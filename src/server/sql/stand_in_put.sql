-- A record stands for another.
INSERT INTO stand_in (id, original) VALUES (:id, :original) ON CONFLICT (id) DO NOTHING
