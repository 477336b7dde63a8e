-- empty in a plain SQLite
PRAGMA cipher_version;
