-- The fixed tables of a central server: clocks, the change index, what was received, and who may come in.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- seq: the last number given out; min_seq: what lies below it can no longer be followed up.
CREATE TABLE scope_clock (
    scope INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    min_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The last change only of each record; the record's own row (or its tombstone) carries the same seq.
-- change: 1 put, 0 delete.
CREATE TABLE change_index (
    scope INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    change INTEGER NOT NULL,
    id BLOB NOT NULL,
    PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
    kind INTEGER NOT NULL,
    id BLOB NOT NULL,
    scope INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- old and new: JSON of the fields that changed; of a deletion old is the whole record.
CREATE TABLE history (
    number INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    id BLOB NOT NULL,
    rev INTEGER NOT NULL,
    op BLOB,
    account BLOB,
    at INTEGER NOT NULL,
    verb TEXT NOT NULL,
    old TEXT,
    new TEXT
) STRICT;
CREATE INDEX history_record ON history (id, number);

CREATE TABLE receipt (
    op BLOB PRIMARY KEY,
    device BLOB NOT NULL,
    n INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    scope TEXT NOT NULL,
    seq INTEGER NOT NULL,
    reviews TEXT,
    reason TEXT,
    account BLOB NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (device, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    centre TEXT,
    zone TEXT,
    password TEXT NOT NULL,
    grants INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT, WITHOUT ROWID;

-- token: a hash, never the token itself.
CREATE TABLE session (
    id BLOB PRIMARY KEY,
    token BLOB NOT NULL UNIQUE,
    account BLOB NOT NULL,
    device BLOB NOT NULL,
    device_name TEXT,
    version TEXT,
    generation INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);

-- Every try to sign in; outcome: failed or ok. The limits on tries are counted here.
CREATE TABLE sign_in (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX sign_in_name ON sign_in (name, at);
CREATE INDEX sign_in_address ON sign_in (address, at);

-- One row for each run of an importer that wrote something.
CREATE TABLE intake (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    rejected INTEGER NOT NULL
) STRICT;

-- What the import under way has seen, and on which line first; emptied when one begins.
CREATE TABLE import_mark (
    id BLOB PRIMARY KEY,
    line INTEGER NOT NULL
) STRICT;
