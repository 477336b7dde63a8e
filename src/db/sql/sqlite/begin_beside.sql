-- there is one writer, so nobody is beside it
BEGIN IMMEDIATE;
