-- E-invoices, reminders, and what is to be erased when; and the demo's issuer and mailbox.

create table invoice (
  id text primary key,
  application_id text not null references application (id) deferrable initially deferred,
  payment_id text not null unique references payment (id) deferrable initially deferred,
  status text not null,
  revision bigint not null,
  order_number text not null unique,
  tries bigint not null,
  title text not null,
  tax_number text not null,
  lines text not null,
  number text not null,
  issued_at bigint not null,
  pdf text not null,
  red_number text not null,
  red_issued_at bigint not null,
  red_pdf text not null,
  failure text not null,
  recall_reason text not null,
  attempts bigint not null,
  look_at bigint not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index invoice_by_application on invoice (application_id, created_at);
create unique index invoice_number on invoice (number) where number <> '';
create unique index invoice_red_number on invoice (red_number) where red_number <> '';
create index invoice_due on invoice (look_at, id)
  where status in ('due', 'issuing', 'recalled', 'red_due', 'red_issuing');
create index invoice_refused on invoice (updated_at, id) where status in ('failed', 'red_failed');

create table sandbox_invoice (
  order_number text primary key,
  document text not null,
  number text not null unique,
  ordered_at bigint not null,
  red_number text not null,
  red_ordered_at bigint not null
);

create table sandbox_mail (
  id bigint primary key,
  idempotency_key text not null unique,
  recipient text not null,
  subject text not null,
  body text not null,
  file_name text not null,
  attachment text not null,
  sent_at bigint not null
);

-- When a certificate's holder is to be told next that it expires.
create table expiry_notice (
  certificate_id text primary key references certificate (id) deferrable initially deferred,
  holder_digest text not null,
  not_after bigint not null,
  due_at bigint not null
);
create index expiry_notice_due on expiry_notice (due_at, certificate_id) where due_at > 0;
create index expiry_notice_by_holder on expiry_notice (holder_digest, not_after)
  where holder_digest <> '';
insert into expiry_notice (certificate_id, holder_digest, not_after, due_at)
  select id, '', not_after, not_after - 7776000000 from certificate
  where status = 'issued' and usage = 'signing';

create table reminder (
  subject text not null,
  occasion text not null,
  sent_at bigint not null,
  primary key (subject, occasion)
);

create table retention (
  application_id text primary key references application (id) deferrable initially deferred,
  due_at bigint not null,
  erased_at bigint not null
);
create index retention_due on retention (due_at, application_id) where erased_at = 0;
insert into retention (application_id, due_at, erased_at)
  select application_id, max(not_after) + 157852800000, 0 from certificate
  where status in ('issued', 'revoked') group by application_id;

create index application_idle on application (updated_at, id)
  where status in ('draft', 'awaiting_payment', 'returned');

alter table relying_application add column remind_after_days bigint not null default 7;
alter table relying_application add column cancel_after_days bigint not null default 30;
