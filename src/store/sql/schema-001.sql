-- what a desk keeps beside the records: operations on their way, the server's last values, and its lists
CREATE TABLE outbox (
    n INTEGER NOT NULL PRIMARY KEY, -- the device's counter
    op BLOB NOT NULL UNIQUE,
    body TEXT NOT NULL,             -- the operation as JSON
    outcome TEXT,                   -- the receipt, once it is there
    scope TEXT,
    seq INTEGER
) STRICT;

CREATE TABLE outbox_record (        -- which operations touch a record
    id BLOB NOT NULL,
    n INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    PRIMARY KEY (id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_record_n ON outbox_record (n);

CREATE TABLE journal (              -- operations the server has, and that came back by pull
    n INTEGER NOT NULL PRIMARY KEY,
    op BLOB NOT NULL,
    body TEXT NOT NULL,
    outcome TEXT NOT NULL,
    scope TEXT,
    seq INTEGER,
    done_at INTEGER NOT NULL        -- ms, the server's clock
) STRICT;

CREATE TABLE base_record (          -- the server's last values of a record with operations on their way
    id BLOB NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    body TEXT                       -- fields as JSON; NULL: the server does not have it
) STRICT, WITHOUT ROWID;

CREATE TABLE cursor (
    scope TEXT NOT NULL PRIMARY KEY,
    cursor TEXT NOT NULL,
    seq INTEGER NOT NULL,
    complete INTEGER NOT NULL       -- 1 once a first sync has reached its end line
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE undo (                 -- the operations that can be taken back, oldest first
    at INTEGER NOT NULL PRIMARY KEY,
    op BLOB NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE pupil_order (          -- the pupils in the order of their names, with what lists show of them
    rank INTEGER NOT NULL PRIMARY KEY, -- with gaps, so that a new name finds a place
    pupil BLOB NOT NULL,
    sort_key TEXT NOT NULL,
    name TEXT NOT NULL,
    birth_date TEXT,
    national_number TEXT,
    school BLOB,
    school_name TEXT,
    school_key TEXT,
    class_group BLOB,
    class_name TEXT,
    class_key TEXT,
    municipality_name TEXT,
    municipality_key TEXT
) STRICT;

-- Words of a pupil; the row id is the rank, so that what is found comes in the order of names.
CREATE VIRTUAL TABLE pupil_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = 'unicode61'
);
