-- what the log holds goes into the file, whose pages may have been half written when the machine stopped
PRAGMA wal_checkpoint (PASSIVE);
