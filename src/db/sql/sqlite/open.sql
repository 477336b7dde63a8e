-- settings of every connection
PRAGMA temp_store = MEMORY;
PRAGMA foreign_keys = OFF;
PRAGMA cache_size = -65536;
PRAGMA synchronous = NORMAL;
