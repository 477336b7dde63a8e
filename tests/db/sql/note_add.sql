-- a row of any length
INSERT INTO note (text) VALUES (:text);
