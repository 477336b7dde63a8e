-- pages carry checksums where the administrator asked for them; each one is checked when it is read
SELECT 'ok';
