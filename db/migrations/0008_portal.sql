create table announcement (
  code text primary key,
  title text not null,
  body text not null,
  pinned bigint not null,
  valid_from text not null,
  valid_to text not null,
  revision bigint not null
);

create table handover (
  issuer text not null,
  audience text not null,
  nonce text not null,
  expires_at bigint not null,
  primary key (issuer, audience, nonce)
);
create index handover_by_expiry on handover (expires_at);
