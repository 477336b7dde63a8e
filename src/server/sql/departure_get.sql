-- Where it is said that a pupil's file has left a scope.
SELECT seq, others FROM departure WHERE scope = :scope AND pupil = :pupil
