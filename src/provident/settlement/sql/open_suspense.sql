-- 登记暂收款 · write one suspense item.
-- Grain: one row.  Parameters: bank_row, holder, amount, business_date, operation_no, why.
insert into suspense_item (bank_row_id, holder_id, amount, business_date, operation_no, why,
                           state, ended_by)
values (%(bank_row)s, %(holder)s, %(amount)s, %(business_date)s, %(operation_no)s, %(why)s,
        'open', '')
returning id
