-- Several authorities at once: each with its algorithm, generation and ways of writing.
alter table authority add column algorithm text not null default 'sm2';
alter table authority add column generation bigint not null default 1;
alter table authority add column status text not null default 'active';
alter table authority add column sm2_null bigint not null default 0;
alter table authority add column crl_shards bigint not null default 0;
alter table authority add column crl_hours bigint not null default 0;

-- What certificates look like. Version 1 came with the program; the others were changed by two.
create table profile (
  code text not null,
  version bigint not null,
  body text not null,
  change_id text not null,
  in_force_at bigint not null,
  primary key (code, version)
);
