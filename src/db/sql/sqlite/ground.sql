-- a file does not change under a program that has it open
SELECT 'file'
