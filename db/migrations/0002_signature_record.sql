create table signature_record (
  digest text primary key,
  kind text not null,
  subject text not null,
  created_at bigint not null
);
