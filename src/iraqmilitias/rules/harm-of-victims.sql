-- what: harm must be empty for everybody but victims.
-- why: harm says what befell a victim.
-- fix: Make the participant a victim, in a row of its own, or remove harm.
-- needs: participants(role, harm)
SELECT 'participants' AS table_name, p._line AS line, 'harm' AS column_name,
    'is given with the role ' || p.role || ', not victim' AS message
FROM participants p
WHERE p.harm IS NOT NULL AND p.role <> 'victim'
