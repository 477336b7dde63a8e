-- they go out again
DELETE FROM journal;
