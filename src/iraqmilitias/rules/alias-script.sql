-- what: The language of an alias must fit its script: an alias in Latin script of a language written in Arabic script ends in -Latn.
-- why: Search and screen readers choose letters and direction by the language.
-- fix: Write the language of the spelling: ar, fa, ckb; ar-Latn for a transcription.
-- needs: aliases(alias, language)
SELECT 'aliases' AS table_name, t._line AS line, 'language' AS column_name,
    t.language || ' does not fit the script of ' || t.alias AS message
FROM aliases t
WHERE (regexp_matches(t.alias, '[\x{0600}-\x{06FF}]')
        AND NOT regexp_matches(t.language, '^(ar|fa|ckb|ur|ps)(-[A-Z]{2})?$|-Arab'))
    OR (NOT regexp_matches(t.alias, '[\x{0600}-\x{06FF}]')
        AND regexp_matches(t.language, '^(ar|fa|ckb|ur|ps)(-[A-Z]{2})?$|-Arab'))
