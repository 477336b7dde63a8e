-- one row per page whose authentication code is wrong
PRAGMA cipher_integrity_check;
