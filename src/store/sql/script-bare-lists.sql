-- the lists begin anew: an empty table, without indexes until it is full
DROP INDEX IF EXISTS pupil_order_pupil;
DROP INDEX IF EXISTS pupil_order_sort_key;
DROP INDEX IF EXISTS pupil_order_birth_date;
DROP INDEX IF EXISTS pupil_order_school;
DROP INDEX IF EXISTS pupil_order_class;
DROP INDEX IF EXISTS pupil_order_municipality;
DROP INDEX IF EXISTS pupil_order_school_id;
DROP INDEX IF EXISTS pupil_order_class_id;
DELETE FROM pupil_order;
