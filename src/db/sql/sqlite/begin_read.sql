-- one snapshot from the first read on
BEGIN DEFERRED;
