-- Notes a record, unless an earlier line did.
INSERT INTO import_mark (id, line) VALUES (:id, :line) ON CONFLICT (id) DO NOTHING;
