-- A pupil's file is back.
DELETE FROM departure WHERE scope = :scope AND pupil = :pupil
