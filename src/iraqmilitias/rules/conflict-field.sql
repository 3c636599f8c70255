-- what: A conflict names a column of its row’s table.
-- why: The column says what is doubted.
-- fix: Write the name of a column of that table.
-- needs: conflicts(record_id, field)
WITH known AS (
    SELECT * FROM (VALUES
        ('src', 'source_id'), ('src', 'file_name'), ('src', 'title'), ('src', 'author'), ('src', 'author_basis'),
        ('src', 'publisher'), ('src', 'url'), ('src', 'date_from'), ('src', 'date_to'), ('src', 'genre'),
        ('src', 'language'), ('src', 'edition'), ('src', 'original_title'), ('src', 'original_author'),
        ('src', 'original_publisher'), ('src', 'original_date'), ('src', 'original_url'), ('src', 'quotations'),
        ('src', 'lines'), ('src', 'words'), ('src', 'sha256'), ('src', 'coded_by'), ('src', 'coder_kind'),
        ('src', 'coded_on'), ('src', 'checked_by'), ('src', 'note'), ('ref', 'reference_id'), ('ref', 'title'),
        ('ref', 'publisher'), ('ref', 'date'), ('ref', 'url'), ('ref', 'licence'), ('ref', 'note'),
        ('act', 'actor_id'), ('act', 'name'), ('act', 'actor_type'), ('act', 'named'), ('act', 'country'),
        ('act', 'parent_id'), ('act', 'wikidata'), ('act', 'ofac_uid'), ('act', 'reference_id'),
        ('act', 'description'), ('act', 'source_id'), ('act', 'line'), ('plc', 'place_id'), ('plc', 'name'),
        ('plc', 'place_type'), ('plc', 'parent_id'), ('plc', 'latitude'), ('plc', 'longitude'),
        ('plc', 'coordinate_kind'), ('plc', 'iso_3166'), ('plc', 'wikidata'), ('plc', 'reference_id'),
        ('plc', 'description'), ('plc', 'source_id'), ('plc', 'line'), ('fac', 'facility_id'), ('fac', 'name'),
        ('fac', 'facility_type'), ('fac', 'place_id'), ('fac', 'latitude'), ('fac', 'longitude'),
        ('fac', 'coordinate_kind'), ('fac', 'icao'), ('fac', 'wikidata'), ('fac', 'reference_id'),
        ('fac', 'description'), ('fac', 'source_id'), ('fac', 'line'), ('aff', 'affiliation_id'),
        ('aff', 'actor_id'), ('aff', 'organisation_id'), ('aff', 'relation'), ('aff', 'certainty'),
        ('aff', 'title'), ('aff', 'date_from'), ('aff', 'date_to'), ('aff', 'statement_id'), ('aff', 'source_id'),
        ('aff', 'line'), ('aff', 'locator'), ('als', 'alias_id'), ('als', 'alias'), ('als', 'language'),
        ('als', 'actor_id'), ('als', 'place_id'), ('als', 'facility_id'), ('als', 'reference_id'),
        ('evt', 'event_id'), ('evt', 'name'), ('evt', 'event_type'), ('evt', 'date_from'), ('evt', 'date_to'),
        ('evt', 'date_precision'), ('evt', 'date_basis'), ('evt', 'place_id'), ('evt', 'facility_id'),
        ('evt', 'part_of'), ('evt', 'reference_id'), ('evt', 'description'), ('evt', 'source_id'), ('evt', 'line'),
        ('evt', 'locator'), ('rep', 'report_id'), ('rep', 'event_id'), ('rep', 'event_type'), ('rep', 'source_id'),
        ('rep', 'line'), ('rep', 'locator'), ('rep', 'date_from'), ('rep', 'date_to'), ('rep', 'date_precision'),
        ('rep', 'certainty'), ('rep', 'response_to'), ('rep', 'statement_id'), ('rep', 'summary'),
        ('par', 'participant_id'), ('par', 'report_id'), ('par', 'actor_id'), ('par', 'place_id'),
        ('par', 'facility_id'), ('par', 'role'), ('stm', 'statement_id'), ('stm', 'source_id'), ('stm', 'line'),
        ('stm', 'locator'), ('stm', 'speaker_id'), ('stm', 'via_id'), ('stm', 'within_id'),
        ('stm', 'continues_id'), ('stm', 'mode'), ('stm', 'act'), ('stm', 'addressee_id'), ('stm', 'about_id'),
        ('stm', 'topic'), ('stm', 'date_from'), ('stm', 'date_to'), ('stm', 'fidelity'), ('stm', 'reference_id'),
        ('stm', 'inferred_speaker_id'), ('stm', 'paraphrase'), ('fig', 'figure_id'), ('fig', 'source_id'),
        ('fig', 'line'), ('fig', 'locator'), ('fig', 'printed'), ('fig', 'value_low'), ('fig', 'value_high'),
        ('fig', 'qualifier'), ('fig', 'measure'), ('fig', 'unit'), ('fig', 'description'), ('fig', 'actor_id'),
        ('fig', 'place_id'), ('fig', 'facility_id'), ('fig', 'event_id'), ('fig', 'statement_id'),
        ('fig', 'date_from'), ('fig', 'date_to'), ('men', 'mention_id'), ('men', 'source_id'), ('men', 'line'),
        ('men', 'text'), ('men', 'times'), ('men', 'actor_id'), ('men', 'place_id'), ('men', 'facility_id'),
        ('men', 'term_id'), ('men', 'statement_id'), ('trm', 'term_id'), ('trm', 'term'), ('trm', 'neutral'),
        ('trm', 'actor_id'), ('trm', 'why'), ('trm', 'source_id'), ('trm', 'line')
    ) AS v(prefix, field)
)
SELECT 'conflicts' AS table_name, t._line AS line, 'field' AS column_name,
    t.field || ' is no column of the table of ' || t.record_id AS message
FROM conflicts t
LEFT JOIN known k ON k.prefix = substring(t.record_id, 1, 3) AND k.field = t.field
WHERE k.field IS NULL AND t.field IS NOT NULL
