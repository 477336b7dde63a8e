-- a part of the schema has come further
INSERT INTO schema_version (part, version) VALUES (:part, :version)
ON CONFLICT (part) DO UPDATE SET version = excluded.version;
