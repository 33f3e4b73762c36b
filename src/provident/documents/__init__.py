"""打印 · printed documents (PDF) and workbooks (Excel).

One module per document, each with typed, frozen input and `to_pdf`:

- `remittance`           住房公积金汇缴书
- `contribution_list`    汇缴清册
- `voucher`              记账凭证
- `day_report`           资金日结单
- `bank_reconciliation`  银行存款余额调节表
- `workbook`             tables as .xlsx

The package knows how paper looks and checks that what it prints adds up; it reads no
database, decides nothing, and takes the moment of printing from its caller.
"""

from provident.documents.press import Section, render, render_sections
from provident.documents.typefaces import FontMissingError, require_fonts

__all__ = ["FontMissingError", "Section", "render", "render_sections", "require_fonts"]
