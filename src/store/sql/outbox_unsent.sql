-- operations without a receipt
SELECT count(*) FROM outbox WHERE outcome IS NULL;
