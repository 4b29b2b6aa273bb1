-- The key centre's own database. Times are milliseconds since 1970; [sealed] columns hold
-- ciphertext that only the centre's own master key opens.

create table encryption_key (
  id text primary key,
  algorithm text not null,
  public_key text not null,  -- SubjectPublicKeyInfo, base64
  public_key_digest text not null unique,
  private_key text not null,  -- [sealed] PKCS#8
  state text not null,
  created_at bigint not null
);
create index encryption_key_pool on encryption_key (algorithm, id) where state = 'pool';

-- A key goes out once, and a request gets one.
create table key_issue (
  request text primary key,
  key_id text not null unique references encryption_key (id),
  subscriber text not null,
  recipient text not null,  -- SubjectPublicKeyInfo, base64
  issued_at bigint not null
);
create index key_issue_by_subscriber on key_issue (subscriber, issued_at);

create table key_officer (
  id text primary key,
  login text not null unique,
  name text not null,  -- [sealed]
  public_key text not null,  -- SubjectPublicKeyInfo, base64
  created_at bigint not null
);
create table key_officer_quorum (
  only_row bigint primary key check (only_row = 1),
  quorum bigint not null
);

create table recovery (
  id text primary key,
  request text not null unique,
  kind text not null,
  subscriber text not null,
  key_ids text not null,  -- JSON
  recipient text not null,  -- SubjectPublicKeyInfo, base64
  order_number text not null,  -- [sealed]
  reason text not null,  -- [sealed]
  officers_after text not null,  -- [sealed] JSON
  quorum_after bigint not null,
  requested_by text not null,
  requested_at bigint not null,
  needed bigint not null,
  done_at bigint not null,  -- 0: not yet
  revision bigint not null
);
create table recovery_approval (
  recovery_id text not null references recovery (id),
  login text not null,
  public_key text not null,  -- SubjectPublicKeyInfo, base64
  signature text not null,  -- base64
  approved_at bigint not null,
  primary key (recovery_id, login)
);

-- Every act with the digest of the one before, as in the hall's own database.
create table audit (
  seq bigint primary key,
  acted_at bigint not null,
  actor_kind text not null,
  actor_id text not null,
  actor_roles text not null,
  act text not null,
  subject text not null,
  detail text not null,  -- JSON without personal data
  digest text not null,
  mac text not null,
  key_id text not null
);
create index audit_by_actor on audit (actor_id, seq);
create index audit_by_act on audit (act, seq);
create index audit_by_subject on audit (subject, seq);
create table audit_head (
  only_row bigint primary key check (only_row = 1),
  seq bigint not null,
  digest text not null
);
