-- Who is quoted, and are the words the speaker’s?
-- verbatim was compared with an original; altered and machine_paraphrased are not the speaker’s words; unverified was not compared.
-- Do not quote on from here: take the words from the original that the row’s reference names.
select source_id, line, speaker, relayed_by, mode, fidelity, paraphrase, reference
from voices
where mode <> 'indirect'
order by source_id, line, statement_id
