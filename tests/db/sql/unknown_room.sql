-- a file of another program of ours
INSERT INTO schema_version (part, version) VALUES ('moon', 1);
