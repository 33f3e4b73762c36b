-- 查找暂收款 · the suspense item of a number.
-- Grain: one item.  Parameters: item.  Locks: none.
select s.id, s.amount, s.business_date, s.state from suspense_item s where s.id = %(item)s
