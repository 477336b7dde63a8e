-- what is in the tables, for the plans
ANALYZE;
