create table payment_order (
  id text primary key,
  payment_id text not null references payment (id) deferrable initially deferred,
  application_id text not null references application (id) deferrable initially deferred,
  channel text not null,
  number text not null unique,
  status text not null,
  revision bigint not null,
  amount bigint not null,
  code text not null,
  link text not null,
  expires_at bigint not null,
  transaction_id text not null,
  paid_amount bigint not null,
  paid_at bigint not null,
  difference text not null,
  failure text not null,
  refund_attempt bigint not null,
  refund_reference text not null,
  closed_at_provider bigint not null,
  attend_at bigint not null,
  attended bigint not null,
  created_at bigint not null,
  updated_at bigint not null
);
create unique index payment_order_transaction on payment_order (channel, transaction_id)
  where transaction_id <> '';
create unique index payment_order_counted on payment_order (payment_id) where status = 'paid';
create index payment_order_by_payment on payment_order (payment_id, created_at);
create index payment_order_due on payment_order (attend_at) where attend_at > 0;
create index payment_order_refunding on payment_order (updated_at)
  where status in ('refund_due', 'refund_failed');
create index payment_order_difference on payment_order (paid_at) where difference <> 'none';

create table unmatched_payment (
  channel text not null,
  transaction_id text not null,
  order_number text not null,
  amount bigint not null,
  received_at bigint not null,
  resolution text not null,
  primary key (channel, transaction_id)
);
create index unmatched_payment_open on unmatched_payment (received_at) where resolution = '';

create table account_check (
  id text primary key,
  application_id text not null unique references application (id) deferrable initially deferred,
  status text not null,
  revision bigint not null,
  account_number text not null,
  bank_name text not null,
  branch text not null,
  amount bigint not null,
  attempt bigint not null,
  failure text not null,
  attend_at bigint not null,
  attended bigint not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index account_check_due on account_check (attend_at) where attend_at > 0;
create index account_check_unsettled on account_check (updated_at)
  where status in ('due', 'sent', 'failed', 'returned');

create table sandbox_order (
  number text primary key,
  channel text not null,
  amount bigint not null,
  description text not null,
  expires_at bigint not null,
  status text not null,
  transaction_id text not null,
  paid_amount bigint not null,
  paid_at bigint not null,
  notices bigint not null,
  refuses_refund bigint not null,
  refunds text not null,
  created_at bigint not null
);

create table sandbox_payout (
  transfer_key text primary key,
  account_name text not null,
  account_number text not null,
  bank_name text not null,
  amount bigint not null,
  remark text not null,
  status text not null,
  reason text not null,
  sent_at bigint not null
);
