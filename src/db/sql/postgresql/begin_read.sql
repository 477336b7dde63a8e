-- one snapshot from the first read on
BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
