-- The distribution point that a certificate names: 0 is the list of everything.
alter table certificate add column shard bigint not null default 0;

-- Every change of a certificate's status, in the order of the commits.
create table certificate_event (
  seq bigint primary key,
  issuer text not null,
  serial text not null,
  status text not null,
  revoked_at bigint not null,
  reason text not null,
  shard bigint not null
);
create index certificate_event_revocation on certificate_event (issuer, seq) where revoked_at > 0;
insert into certificate_event (seq, issuer, serial, status, revoked_at, reason, shard)
  select row_number() over (order by created_at, id), issuer, serial, status, revoked_at,
    revocation_reason, 0
  from certificate where status in ('issued', 'revoked');

-- A list is read from this index alone.
drop index certificate_revoked;
create index certificate_revoked on certificate
  (issuer, serial, status, shard, not_after, revoked_at, revocation_reason)
  where status in ('revoked', 'suspended');
drop index certificate_alive;
create unique index certificate_alive on certificate (application_id, usage)
  where status in ('reserved', 'issued', 'suspended');
create index certificate_by_key on certificate (public_key_digest);

create table blocked_key (
  public_key_digest text primary key,
  reason text not null,
  source text not null,
  created_at bigint not null
);

-- Lists are files now, and an issue of them has one number. The old ones are made anew at once;
-- that their numbers were given, and what was signed, is not forgotten.
create table crl_issue (
  issuer text not null references authority (name) deferrable initially deferred,
  number bigint not null,
  seq bigint not null,
  this_update bigint not null,
  next_update bigint not null,
  signed bigint not null,
  primary key (issuer, number)
);
create index crl_issue_by_end on crl_issue (issuer, next_update);
insert into crl_issue (issuer, number, seq, this_update, next_update, signed)
  select issuer, number, 0, this_update, next_update, 0 from crl;
drop table crl;
create table crl (
  issuer text not null references authority (name) deferrable initially deferred,
  number bigint not null,
  shard bigint not null,
  base bigint not null,
  object_id text not null,
  size_bytes bigint not null,
  entries bigint not null,
  primary key (issuer, number, shard, base)
);
create index crl_kept on crl (issuer, number) where object_id <> '';

-- Certificates that are revoked together.
create table revocation_list (
  id text primary key,
  digest text not null unique,
  title text not null,
  change_id text not null,
  lines bigint not null,
  done bigint not null,
  created_at bigint not null,
  finished_at bigint not null
);
create table revocation_line (
  list_id text not null references revocation_list (id) deferrable initially deferred,
  number bigint not null,
  target text not null,
  reason text not null,
  outcome text not null,
  certificates bigint not null,
  primary key (list_id, number)
);
create index revocation_line_waiting on revocation_line (list_id, number)
  where outcome = 'waiting';
