-- end of a transaction
COMMIT;
