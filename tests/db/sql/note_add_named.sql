-- a row that can be there once
INSERT INTO note (name) VALUES (:text);
