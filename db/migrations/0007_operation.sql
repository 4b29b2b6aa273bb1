alter table outbox add column request_id text not null default '';

create index outbox_given_up on outbox (kind) where status = 'given_up';

create table node (
  instance bigint primary key,
  version text not null,
  seen_at bigint not null
);
