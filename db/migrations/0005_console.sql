-- What the console lists, finds and counts. Rows of an older program get theirs at the next start:
-- their names can only be digested under a key that no migration has.
alter table application add column certificate_type text not null default '';
alter table application add column received_at bigint not null default 0;
alter table application add column payment_status text not null default '';
create index application_by_created on application (created_at, id);
create index application_by_status_created on application (status, created_at, id);
create index application_by_payment_status on application (payment_status, created_at, id);
create index application_by_relying on application (relying_application, created_at, id);
create index application_by_type on application (certificate_type, created_at, id);
create index application_by_due on application (due_at, id) where due_at > 0;

create table search_term (
  digest text not null,
  application_id text not null references application (id) deferrable initially deferred,
  primary key (digest, application_id)
);

create table tally (
  name text not null,
  key text not null,
  amount bigint not null,
  primary key (name, key)
);

alter table review add column waited_minutes bigint not null default -1;

create table review_claim (
  application_id text primary key references application (id) deferrable initially deferred,
  staff_id text not null references staff (id) deferrable initially deferred,
  claimed_at bigint not null,
  lease_until bigint not null
);

create index delivery_by_waybill on delivery (waybill) where waybill <> '';
create index delivery_by_age on delivery (status, id);

alter table outbox add column label text not null default '';
alter table outbox add column recipient text not null default '';
create index outbox_by_kind on outbox (kind, id);
create index outbox_by_kind_status on outbox (kind, status, id);
create index outbox_by_subject on outbox (subject, id);
