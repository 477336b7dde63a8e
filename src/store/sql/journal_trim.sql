-- operations accepted too long ago to be asked for again
DELETE FROM journal WHERE done_at < :before;
