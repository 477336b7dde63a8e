-- SQLCipher writes failed checks to stderr otherwise
PRAGMA cipher_log_level = NONE;
