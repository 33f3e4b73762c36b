-- 缴存比例历史 · the ratios of an employer, the newest first.
-- Grain: one row a period.  Parameters: employer (id).  Size: a few.  Locks: none.
select from_month, unit_ratio, personal_ratio, operation_no
  from ratio_period where employer_id = %(employer)s order by from_month desc
