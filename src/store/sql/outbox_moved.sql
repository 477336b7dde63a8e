-- whether an answered operation waits at another centre
SELECT 1 FROM outbox WHERE n = :n AND outcome = 'moved';
