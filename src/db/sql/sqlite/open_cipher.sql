-- SQLCipher writes failed checks to stderr otherwise
PRAGMA cipher_log_level = NONE;
-- processors have an instruction for this one, and none for the SHA-512 that is the default
PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
