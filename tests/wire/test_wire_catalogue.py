"""The message catalogue against the published facts about the interface."""

from __future__ import annotations

from provident.settlement.wire.catalogue import FieldSpec, Form, catalogue

USED = {"SYS600", "BDC001", "BDC002", "BDC101", "BDC110", "BDC113", "BDC123", "SBDC100"}


def lengths(specs: tuple[FieldSpec, ...]) -> dict[str, int | None]:
    return {spec.name: spec.bytes_max for spec in specs}


def test_the_messages_in_use() -> None:
    assert set(catalogue().messages) == USED
    clear = {code for code, spec in catalogue().messages.items() if not spec.secret}
    assert clear == {"SYS600", "BDC001"}
    from_platform = {
        code for code, spec in catalogue().messages.items() if "platform" in spec.sent_by
    }
    assert from_platform == {"SYS600", "SBDC100"}


def test_lengths_of_the_payment() -> None:
    spec = catalogue().messages["BDC101"]
    found = lengths(spec.request)
    assert len(found) == 25
    assert [found[name] for name in ("DeAcctNo", "CrAcctName", "Remark", "CrChgNo")] == [
        32,
        60,
        254,
        12,
    ]
    assert [item.name for item in spec.request if item.kind == "money"] == [
        "CapAmt",
        "IntAmt",
        "Amt",
    ]


def test_detail_rows_have_23_columns_in_order() -> None:
    columns = [column.name for column in catalogue().files["account_change"].columns]
    assert len(columns) == 23
    assert [columns[index] for index in (0, 1, 2, 4, 6, 7, 14, 19, 20)] == [
        "no",
        "acct",
        "hostSeqNo",
        "opponentAcct",
        "amt",
        "date",
        "balance",
        "summary",
        "redo",
    ]


def test_heads_require_what_the_facts_mark_as_required() -> None:
    heads = catalogue().heads
    required = {spec.name for spec in heads[Form.CENTRE_REQUEST] if spec.required}
    assert required == {"SendSeqNo", "ReceiveNode", "OperNo"}
    assert all(spec.required for spec in heads[Form.PLATFORM_ANSWER])
    assert all(spec.required for spec in heads[Form.PLATFORM_REQUEST])


def test_codes_of_business_types() -> None:
    assert len(catalogue().codes["BusType"]) == 20
    assert catalogue().codes["BusType"]["07"] == "外部转出"
    assert catalogue().codes["Redo"] == {"Y": "冲正", "N": "未冲正"}
