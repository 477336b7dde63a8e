-- Notes one run of an importer.
INSERT INTO intake (at, kind, added, changed, rejected) VALUES (:at, :kind, :added, :changed, :rejected)
