-- Notes a try as failed; a right password corrects it.
INSERT INTO sign_in (at, name, address, outcome) VALUES (:at, :name, :address, 'failed') RETURNING number
