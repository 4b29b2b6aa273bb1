-- Which starts of which nodes answer OCSP from memory, and up to which status event.
create table status_lease (
  holder text primary key,
  applied_seq bigint not null
);
