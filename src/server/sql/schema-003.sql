-- A pupil whose file has left a scope: where the line of the change index stands that says so.
CREATE TABLE departure (
    scope INTEGER NOT NULL,
    pupil BLOB NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    others TEXT, -- kind,"id" of those that a desk may still have in another file
    PRIMARY KEY (scope, pupil)
) STRICT, WITHOUT ROWID;

-- A record that stands in a scope for one of another scope, which may not be seen from there or has left it.
CREATE TABLE stand_in (
    id BLOB PRIMARY KEY,
    original BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- change: 2 a file has come, 3 a file has left; the id is the pupil's.
CREATE INDEX change_entered ON change_index (id, scope) WHERE change = 2;
