SELECT id FROM pupil
