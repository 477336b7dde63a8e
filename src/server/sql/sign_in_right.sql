-- The password was right after all.
UPDATE sign_in SET outcome = 'ok' WHERE number = :number
