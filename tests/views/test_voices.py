"""The view voices."""

from __future__ import annotations

import duckdb

from .conftest import rows

ZETA = "https://zeta.example/a"


def test_voices_names_everybody_outward(plain: duckdb.DuckDBPyConnection) -> None:
    assert rows(plain, "select statement_id, speaker_id, speaker, unnamed, depth, relayed_by, chain from voices") == [
        ("stm-0002", "act-0008", "Sam Speaker", False, 0, None, "Sam Speaker ← Ann Writer ← Zeta Daily"),
        (
            "stm-0001",
            "act-0005",
            "Official of Alphaland",
            True,
            1,
            "Zeta Wire (act-0006)",
            "Official of Alphaland ← relayed by Zeta Wire ← Ann Writer ← Zeta Daily",
        ),
        (
            "stm-0003",
            "act-0007",
            "Eta Paper",
            False,
            1,
            "Zeta Wire (act-0006)",
            "Eta Paper ← relayed by Zeta Wire ← unnamed author ← Theta Post",
        ),
        (
            "stm-0004",
            "act-0005",
            "Official of Alphaland",
            True,
            2,
            "Eta Paper (act-0007); Zeta Wire (act-0006)",
            "Official of Alphaland ← relayed by Eta Paper ← relayed by Zeta Wire ← unnamed author ← Theta Post",
        ),
        (
            "stm-0005",
            "act-0004",
            "Epsilon Front",
            False,
            3,
            "Official of Alphaland (act-0005); Eta Paper (act-0007); Zeta Wire (act-0006)",
            "Epsilon Front ← relayed by Official of Alphaland ← relayed by Eta Paper ← relayed by Zeta Wire"
            " ← unnamed author ← Theta Post",
        ),
    ]


def test_voices_keeps_the_inferred_speaker_out_of_the_chain(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select speaker, inferred_speaker_id, inferred_speaker, reference_id, reference, addressee, about, author_basis,
            paragraph, url
        from voices where statement_id = 'stm-0001'
    """
    assert rows(plain, sql) == [
        (
            "Official of Alphaland",
            "act-0008",
            "Sam Speaker",
            "ref-0001",
            "The Eta transcripts",
            "Epsilon Front",
            "Gamma Guard",
            "printed",
            3,
            f"{ZETA}#:~:text=they%20did%20it",
        )
    ]
