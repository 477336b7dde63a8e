-- what makes the lists quick in every order
CREATE UNIQUE INDEX IF NOT EXISTS pupil_order_pupil ON pupil_order (pupil);
CREATE INDEX IF NOT EXISTS pupil_order_sort_key ON pupil_order (sort_key);
CREATE INDEX IF NOT EXISTS pupil_order_birth_date ON pupil_order (birth_date);
CREATE INDEX IF NOT EXISTS pupil_order_school ON pupil_order (school_key);
CREATE INDEX IF NOT EXISTS pupil_order_class ON pupil_order (class_key);
CREATE INDEX IF NOT EXISTS pupil_order_municipality ON pupil_order (municipality_key);
CREATE INDEX IF NOT EXISTS pupil_order_school_id ON pupil_order (school);
CREATE INDEX IF NOT EXISTS pupil_order_class_id ON pupil_order (class_group);
