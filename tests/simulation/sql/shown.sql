-- whether a value is on the screen
SELECT count(*) FROM pupil WHERE last_name = :value OR phone = :value OR email = :value OR street = :value;
