-- takes the write lock at once, so that a transaction that has read can always write
BEGIN IMMEDIATE;
