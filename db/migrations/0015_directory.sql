-- By what relying parties find a certificate whose holder let it be published.
create table directory_entry (
  certificate_id text primary key references certificate (id) deferrable initially deferred,
  key_id text not null,
  credit_code_digest text not null,
  filed bigint not null
);
create index directory_by_key on directory_entry (key_id) where key_id <> '';
create index directory_by_credit_code on directory_entry (credit_code_digest)
  where credit_code_digest <> '';
create index directory_unfiled on directory_entry (certificate_id) where filed = 0;
-- Certificates of the older program: the next start reads them and fills in the rest.
insert into directory_entry (certificate_id, key_id, credit_code_digest, filed)
  select id, '', '', 0 from certificate where der <> '';

create table time_stamp_clock (
  authority text primary key,
  serial bigint not null,
  stamped_at bigint not null
);
