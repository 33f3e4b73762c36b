-- 业务单据有据 · each document of money belongs to an operation in the log, of the same day.
-- Grain: one row a document without one.  Parameters: limit.  Expected: none.  Locks: none.
with documents as (
    select '到账' as kind, id, operation_no, business_date from receipt
    union all
    select '清册入账', id, operation_no, business_date from list_credit
    union all
    select '未分摊变动', id, operation_no, business_date from unallocated_move
    union all
    select '暂收款', id, operation_no, business_date from suspense_item
    union all
    select '暂收款（了结）', id, ended_by, ended_on from suspense_item
     where state not in ('open', 'refunding')
    union all
    select '结算指令', id, operation_no, business_date from instruction)
select d.kind, d.id, d.operation_no, d.business_date
  from documents d
  left join operation o on o.number = d.operation_no
 where o.number is null or o.business_date is distinct from d.business_date
 order by d.kind, d.id
 limit %(limit)s
