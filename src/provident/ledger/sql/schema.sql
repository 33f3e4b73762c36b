-- 核算 · the ledger's tables.  Owner: provident_ledger.  The application may read them and
-- call the functions beside them; it can neither insert, update, delete nor truncate here.
--
-- Amounts are yuan with two decimals.  `side` is D (借) or C (贷).  A red entry (红字) is the
-- same side with a negative amount.  Balances count in the holder's normal direction.

create table ledger.gl_account (
    code text primary key,
    name text not null,
    parent text references ledger.gl_account (code),
    nature text not null check (nature in ('asset','liability','net','income','expense')),
    normal_side char(1) not null check (normal_side in ('D','C'))
);
comment on table ledger.gl_account is '会计科目（财会字〔1999〕33号；一级科目不得增改）';

create table ledger.holder (
    id bigint generated always as identity primary key,
    gl_account text not null references ledger.gl_account (code),
    normal_side char(1) not null check (normal_side in ('D','C')),
    owner text not null,
    balance numeric(18,2) not null default 0,
    held numeric(18,2) not null default 0 check (held >= 0),
    bears_interest boolean not null,
    carried_less_paid numeric(18,2) not null default 0,
    carried_over numeric(18,2) not null generated always as
        (case when bears_interest then greatest(least(carried_less_paid, balance), 0) else 0 end)
        stored,
    current_year numeric(18,2) not null generated always as
        (case when bears_interest then balance - greatest(least(carried_less_paid, balance), 0)
              else 0 end) stored,
    interest_until date not null,
    product numeric(24,2) not null default 0,
    opened_on date not null,
    closed_on date,
    unique (gl_account, owner),
    constraint holder_free_balance check (balance - held >= 0)
) with (fillfactor = 85);
comment on table ledger.holder is '分户：一个科目、一个方向；余额、占用、积数是唯一随记账变动的合计';
comment on column ledger.holder.owner is '户主，如 member:000000000012、employer:000000017、receipt:881';
comment on column ledger.holder.held is '占用：已发结算指令、尚未见银行通知的金额';
comment on column ledger.holder.carried_less_paid is
    '7 月 1 日结转的余额减去此后的支取；支取先动上年结转，所以两部分只由它与余额决定，冲正后必然复原';
comment on column ledger.holder.carried_over is '上年结转余额 GRZHSNJZYE';
comment on column ledger.holder.current_year is '当年归集余额 GRZHDNGJYE';
comment on column ledger.holder.interest_until is '积数计到哪个 7 月 1 日（不含）';
comment on column ledger.holder.product is '积数：Σ 金额 × 起息日至 interest_until 的天数';

create table ledger.entry (
    business_date date not null,
    id bigint generated always as identity,
    operation_no text not null,
    rule text not null,
    rule_hash text not null,
    summary text not null,
    bank_date date,
    occurred_on date,
    reverses_on date,
    reverses bigint,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (business_date, id)
) partition by range (business_date);
create index entry_operation on ledger.entry (operation_no);
comment on table ledger.entry is '分录：一笔业务至多一次账务动作；按月分区';
comment on column ledger.entry.rule_hash is '记账时所用分录规则的 SM3';

create table ledger.line (
    business_date date not null,
    id bigint generated always as identity,
    entry_id bigint not null,
    side char(1) not null check (side in ('D','C')),
    gl_account text not null,
    holder_id bigint,
    amount numeric(18,2) not null check (amount <> 0),
    value_date date not null,
    month date,
    unit_share numeric(18,2),
    personal_share numeric(18,2),
    check (unit_share + personal_share = amount),
    primary key (business_date, id)
) partition by range (business_date);
create index line_entry on ledger.line (entry_id);
create index line_holder on ledger.line (holder_id) where holder_id is not null;
comment on table ledger.line is '分录行；缴存行另载缴存月份、单位部分、个人部分；按月分区';
comment on column ledger.line.value_date is '起息日（含）';

create table ledger.reversal (
    entry_id bigint primary key,
    reversed_by bigint not null
);
comment on table ledger.reversal is '冲正：哪笔分录被哪笔红字分录整笔冲回，至多一次';

create table ledger.hold (
    id bigint generated always as identity primary key,
    business_date date not null,
    operation_no text not null,
    rule text not null,
    rule_hash text not null,
    summary text not null,
    state text not null default 'open' check (state in ('open','posted','released')),
    ended_by text,
    entry_date date,
    entry_id bigint,
    check ((state = 'open') = (ended_by is null)),
    check ((state = 'posted') = (entry_id is not null))
);
create index hold_open on ledger.hold (id) where state = 'open';
comment on table ledger.hold is '占用：指令发出时占住，见银行通知后记账，失败则释放';

create table ledger.hold_line (
    hold_id bigint not null references ledger.hold (id),
    no int not null,
    side char(1) not null check (side in ('D','C')),
    gl_account text not null,
    holder_id bigint,
    amount numeric(18,2) not null check (amount > 0),
    principal numeric(18,2) not null default 0 check (principal between 0 and amount),
    month date,
    primary key (hold_id, no)
);
create index hold_line_holder on ledger.hold_line (holder_id) where principal > 0;
comment on column ledger.hold_line.principal is '其中占用分户余额的部分';

create table ledger.rate_boundary (
    on_date date primary key
);
comment on table ledger.rate_boundary is '存款利率在计息年度中变动的日期';

create table ledger.product_segment (
    holder_id bigint not null,
    boundary date not null,
    product numeric(24,2) not null,
    primary key (holder_id, boundary)
);
comment on table ledger.product_segment is '积数分段：上一变动日（含）至本变动日（不含）之间的积数';

create table ledger.voucher (
    id bigint generated always as identity primary key,
    books text not null default 'fund',
    month date not null,
    number int not null check (number > 0),
    business_date date not null,
    rule text not null,
    summary text not null,
    attachments int not null default 0,
    prepared_by text not null,
    checked_by text,
    posted_by text not null,
    chief text not null,
    made_at timestamptz not null default clock_timestamp(),
    unique (books, month, number)
);
create index voucher_day on ledger.voucher (business_date);
comment on table ledger.voucher is '记账凭证：每月、每套账连续编号，不缺号';

create table ledger.voucher_line (
    voucher_id bigint not null references ledger.voucher (id),
    no int not null,
    side char(1) not null check (side in ('D','C')),
    gl_account text not null,
    detail text not null default '',
    amount numeric(18,2) not null check (amount <> 0),
    primary key (voucher_id, no)
);

create table ledger.voucher_entry (
    entry_date date not null,
    entry_id bigint not null,
    voucher_id bigint not null references ledger.voucher (id),
    primary key (entry_date, entry_id)
);
create index voucher_entry_voucher on ledger.voucher_entry (voucher_id);

create table ledger.day_total (
    business_date date not null,
    gl_account text not null,
    opening numeric(20,2) not null,
    debit numeric(20,2) not null,
    credit numeric(20,2) not null,
    closing numeric(20,2) not null,
    primary key (business_date, gl_account)
);
comment on table ledger.day_total is '科目日余额表：余额按科目正常方向计';

create table ledger.day_seal (
    business_date date primary key,
    entries int not null,
    lines int not null,
    debit numeric(20,2) not null,
    credit numeric(20,2) not null,
    lines_digest text not null,
    operations int not null,
    operations_digest text not null,
    previous text not null,
    seal text not null,
    signature text not null,
    sealed_at timestamptz not null default clock_timestamp()
);
comment on table ledger.day_seal is '日结封印：当日分录行、业务的 SM3，与上一日相连，SM2 签名';
