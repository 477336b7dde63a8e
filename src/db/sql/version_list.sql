-- how far each part of the schema has come
SELECT part, version FROM schema_version;
