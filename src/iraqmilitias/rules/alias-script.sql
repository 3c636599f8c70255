-- what: An alias in Arabic script has a language of that script, and one in Latin script says so where its language has another.
-- why: Search and screen readers choose letters and direction by the language.
-- fix: Write the language of the spelling: ar, fa, ckb; ar-Latn for a transcription.
-- needs: aliases(alias, language)
SELECT 'aliases' AS table_name, t._line AS line, 'language' AS column_name,
    'says ' || t.language || ' for ' || t.alias AS message
FROM aliases t
WHERE (regexp_matches(t.alias, '[\x{0600}-\x{06FF}]')
        AND NOT regexp_matches(t.language, '^(ar|fa|ckb|ur|ps)(-[A-Z]{2})?$|-Arab'))
    OR (NOT regexp_matches(t.alias, '[\x{0600}-\x{06FF}]')
        AND regexp_matches(t.language, '^(ar|fa|ckb|ur|ps)(-[A-Z]{2})?$|-Arab'))
