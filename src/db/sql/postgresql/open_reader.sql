-- a connection that writes nothing
SET default_transaction_read_only = on;
