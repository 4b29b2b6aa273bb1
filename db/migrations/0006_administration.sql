-- An account holds a set of roles. What was one role is a set of one.
alter table staff rename column role to roles;
alter table audit rename column actor_role to actor_roles;

create index audit_by_actor on audit (actor_id, seq);
create index audit_by_act on audit (act, seq);
create index audit_by_subject on audit (subject, seq);
create index audit_by_time on audit (acted_at, seq);

-- What is owed stands fast with the payment, also when prices change later.
alter table payment add column price text not null default '{"total":0,"parts":[]}';

create table change (
  id text primary key,
  subject text not null,
  target text not null,
  status text not null,
  revision bigint not null,
  version bigint not null,
  before_text text not null,
  after_text text not null,
  reason text not null,
  effective_at bigint not null,
  proposed_by text not null references staff (id) deferrable initially deferred,
  proposed_at bigint not null,
  decided_by text not null,
  decided_at bigint not null,
  decision_reason text not null,
  in_force_at bigint not null
);
create index change_by_status on change (status, effective_at);
create index change_by_target on change (subject, target, id);

create table administered_text (
  subject text not null,
  target text not null,
  version bigint not null,
  body text not null,
  change_id text not null references change (id) deferrable initially deferred,
  in_force_at bigint not null,
  primary key (subject, target, version)
);

create table one_time_share (
  staff_id text not null references staff (id) deferrable initially deferred,
  holder_id text not null references staff (id) deferrable initially deferred,
  share text not null,
  expires_at bigint not null,
  primary key (staff_id, holder_id)
);
