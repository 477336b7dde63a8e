-- Devices that were told to wipe what they hold, and when they said that it was done.
CREATE TABLE device (
    id BLOB PRIMARY KEY,
    wipe TEXT NOT NULL, -- none, after-upload, now
    asked_at INTEGER NOT NULL,
    wiped_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX session_device ON session (device);
