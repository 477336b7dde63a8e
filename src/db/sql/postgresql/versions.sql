-- made before anything else: how far each part of the schema has come
CREATE TABLE IF NOT EXISTS schema_version (
    part TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);
