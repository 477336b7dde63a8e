-- end of a transaction that did not happen
ROLLBACK;
