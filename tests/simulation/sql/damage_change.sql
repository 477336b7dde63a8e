-- as a disk or a fault of ours may change what is stored
UPDATE pupil SET phone = 'damaged' WHERE id = :id
