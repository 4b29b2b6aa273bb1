create table token_secret (
  token_id text primary key references token (id) deferrable initially deferred,
  so_pin text not null
);

create table unlock_session (
  id text primary key,
  token_id text not null references token (id) deferrable initially deferred,
  authorised_by text not null references staff (id) deferrable initially deferred,
  authorised_at bigint not null,
  expires_at bigint not null,
  released_to text not null,
  released_at bigint not null
);
create index unlock_session_by_token on unlock_session (token_id, authorised_at);
