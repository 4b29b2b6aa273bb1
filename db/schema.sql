-- The database of certhall: the newest schema, one text for SQLite and PostgreSQL.
--
-- Nobody runs this file: a database is made and brought up to date by db/migrations/NNNN_*.sql,
-- and a test holds that both give the same tables on both engines. Whoever changes something
-- writes a new migration and the result here.
--
-- Conventions
--   ids       text: 26 characters of Crockford base32, which sort by the time they were made
--   times     bigint: milliseconds since 1970 in UTC; 0 stands for "not yet"
--   booleans  bigint: 0 or 1
--   amounts   bigint: fen
--   choices   text: the enumerator's name in src/domain
--   revision  rises with every change; a change names the one it saw (… where revision = :revision)
--   absent    an empty text or 0, never null: unique rules on such columns leave out the empty ones
--   [sealed]  personal data and secrets: base64 of AES-256-GCM under a key outside the database,
--             bound to table, column and row (base/sealer.h)
--   *_digest  keyed digest by which sealed data is found again, or SHA-256 of a token
--   [base64]  bytes
-- Foreign keys are checked at commit, so the order within a transaction is free.

-- === people =====================================================================================

-- An applicant, known by a mobile number that an SMS code has proven.
create table account (
  id text primary key,
  mobile text not null,  -- [sealed]
  mobile_digest text not null unique,
  created_at bigint not null
);

-- A login code that is out; one per number and browser.
create table login_code (
  mobile_digest text not null,
  browser_digest text not null,
  code_digest text not null,
  tries_left bigint not null,
  expires_at bigint not null,
  primary key (mobile_digest, browser_digest)
);
create index login_code_by_expiry on login_code (expires_at);

create table session (
  id text primary key,
  kind text not null,
  token_digest text not null,
  subject text not null,  -- an account's or a staff member's id
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null,
  unique (kind, token_digest)
);
create index session_by_subject on session (kind, subject);
create index session_by_expiry on session (expires_at);

create table staff (
  id text primary key,
  login text not null unique,
  name text not null,  -- [sealed]
  roles text not null,  -- reviewer,finance: what the account may do
  password_hash text not null,  -- argon2id
  totp_secret text not null,    -- [sealed]; opens to nothing: not enrolled
  totp_last_step bigint not null,
  must_change_password bigint not null,
  enabled bigint not null,
  failed_logins bigint not null,
  locked_until bigint not null,
  revision bigint not null
);

-- A published text never changes; a new version is a new row.
create table consent_document (
  code text not null,
  version text not null,
  ordinal bigint not null unique,   -- order of publication: of one code the highest is in force
  position bigint not null,         -- order in the wizard
  title text not null,
  body text not null,
  digest text not null,
  must_agree bigint not null,
  separate bigint not null,
  primary key (code, version)
);

-- Who agreed to what, when and from where: kept as evidence, never changed until the evidence is
-- no longer to be kept; then number and address go.
create table consent (
  seq bigint primary key,
  account_id text not null references account (id) deferrable initially deferred,
  application_id text not null,
  code text not null,
  version text not null,
  digest text not null,
  mobile text not null,   -- [sealed]
  address text not null,  -- [sealed]
  agreed_at bigint not null,
  foreign key (code, version) references consent_document (code, version)
    deferrable initially deferred
);
create index consent_by_application on consent (application_id);

-- === catalogue ==================================================================================

-- A trading system that certificates are meant for.
create table relying_application (
  code text primary key,
  position bigint not null,  -- order on the page
  name text not null,
  region text not null,
  certificate_types text not null,  -- JSON
  -- What the applicant left lying, unpaid or returned: reminded of after so many days, cancelled
  -- after so many.
  remind_after_days bigint not null default 7,
  cancel_after_days bigint not null default 30
);

create table price_list (
  relying_application text not null references relying_application (code)
    deferrable initially deferred,
  certificate_type text not null,
  valid_from text not null,  -- 2026-11-23
  certificate_per_year bigint not null,
  token_once bigint not null,
  seal_once bigint not null,
  primary key (relying_application, certificate_type, valid_from)
);

-- === the portal ==========================================================================
-- What the portal announces; changed by two administrators.
create table announcement (
  code text primary key,
  title text not null,
  body text not null,  -- Markdown
  pinned bigint not null,
  valid_from text not null,  -- 2026-11-23
  valid_to text not null,    -- 9999-12-31: for good
  revision bigint not null
);

-- Links by which another portal handed somebody over: each opens once.
create table handover (
  issuer text not null,
  audience text not null,
  nonce text not null,
  expires_at bigint not null,
  primary key (issuer, audience, nonce)
);
create index handover_by_expiry on handover (expires_at);

-- === administration by two ======================================================================

-- What one administrator proposes and another one approves: a text, in force from a time on.
create table change (
  id text primary key,
  subject text not null,
  target text not null,        -- which price list, document, account, …
  status text not null,
  revision bigint not null,
  version bigint not null,     -- of the proposed text: rises with every edit
  before_text text not null,   -- [sealed]; empty: there was nothing
  after_text text not null,    -- [sealed]
  reason text not null,        -- [sealed]
  effective_at bigint not null,  -- 0: as soon as it is approved
  proposed_by text not null references staff (id) deferrable initially deferred,
  proposed_at bigint not null,
  decided_by text not null,    -- a staff member's id
  decided_at bigint not null,
  decision_reason text not null,  -- [sealed]
  in_force_at bigint not null
);
create index change_by_status on change (status, effective_at);
create index change_by_target on change (subject, target, id);

-- Every version of what is kept as a text (working calendar, notice templates); the highest is in
-- force. Without a row, the text that comes with the program is.
create table administered_text (
  subject text not null,
  target text not null,
  version bigint not null,
  body text not null,
  change_id text not null references change (id) deferrable initially deferred,
  in_force_at bigint not null,
  primary key (subject, target, version)
);

-- A new one-time password, half for each of the two administrators: shown once, then deleted.
create table one_time_share (
  staff_id text not null references staff (id) deferrable initially deferred,
  holder_id text not null references staff (id) deferrable initially deferred,
  share text not null,  -- [sealed]
  expires_at bigint not null,
  primary key (staff_id, holder_id)
);

-- === one piece of business ======================================================================

-- The last application number given on a day.
create table application_number (
  day text primary key,
  last bigint not null
);

create table application (
  id text primary key,
  number text not null unique,  -- HN20261123-000017
  account_id text not null references account (id) deferrable initially deferred,
  kind text not null,
  status text not null,
  revision bigint not null,
  relying_application text not null,
  details text not null,  -- [sealed] JSON: all that is filled in
  form_version bigint not null,
  form_digest text not null,
  created_at bigint not null,
  updated_at bigint not null,
  submitted_at bigint not null,
  due_at bigint not null,
  certificate_type text not null default '',  -- of the details; empty: not filed yet, see search_term
  received_at bigint not null default 0,      -- when it was submitted for the first time
  payment_status text not null default ''     -- of the payment in force, or of the last
);
create index application_by_account on application (account_id, created_at);
create index application_by_status on application (status, due_at);
-- Lists of the console run along one of these and filter what they meet (store/worklist.cpp).
create index application_by_created on application (created_at, id);
create index application_by_status_created on application (status, created_at, id);
create index application_by_payment_status on application (payment_status, created_at, id);
create index application_by_relying on application (relying_application, created_at, id);
create index application_by_type on application (certificate_type, created_at, id);
create index application_by_due on application (due_at, id) where due_at > 0;

-- Names and numbers of persons and organizations, by which staff find an application: kept by the
-- store with every change of the details. What is not sealed is found by its own index.
create table search_term (
  digest text not null,  -- keyed, of the kind and the normalised value; its first 32 digits
  application_id text not null references application (id) deferrable initially deferred,
  primary key (digest, application_id)
);

-- How many there are, kept in the transaction of every change: received by day, decided by month
-- and waiting time, and so on (store/tally.cpp). `certhall tallies` counts the rows again.
create table tally (
  name text not null,
  key text not null,  -- 2026-11-24/organization
  amount bigint not null,
  primary key (name, key)
);
create index application_idle on application (updated_at, id)
  where status in ('draft', 'awaiting_payment', 'returned');

-- Every upload, also those that were replaced: the highest version of a kind is the current one.
create table material (
  id text primary key,
  application_id text not null references application (id) deferrable initially deferred,
  kind text not null,
  version bigint not null,
  file_name text not null,  -- [sealed]
  content_type text not null,
  size_bytes bigint not null,
  page_count bigint not null,
  original text not null,  -- stored_object
  previews text not null,  -- JSON: ids of stored_object
  checks text not null,    -- [sealed] JSON
  form_version bigint not null,
  uploaded_at bigint not null,
  unique (application_id, kind, version)
);

-- The identity check of the agent: one per application, used again for every try.
create table identity (
  id text primary key,
  application_id text not null unique references application (id) deferrable initially deferred,
  status text not null,
  revision bigint not null,
  link_digest text not null,
  phone_digest text not null,
  expires_at bigint not null,
  person_name text not null,    -- [sealed]
  person_number text not null,  -- [sealed]
  read_name text not null,      -- [sealed]
  read_number text not null,    -- [sealed]
  corrected bigint not null,
  front_taken bigint not null,
  back_taken bigint not null,
  failure text not null,
  details_digest text not null,
  provider_reference text not null,
  updated_at bigint not null,
  verified_at bigint not null
);
create unique index identity_link on identity (link_digest) where link_digest <> '';
create unique index identity_phone on identity (phone_digest) where phone_digest <> '';

create table payment (
  id text primary key,
  application_id text not null references application (id) deferrable initially deferred,
  method text not null,
  status text not null,
  revision bigint not null,
  amount bigint not null,
  remark_code text not null unique,
  payer_name text not null,  -- [sealed]
  bank_reference text not null,
  rejection text not null,
  created_at bigint not null,
  confirmed_at bigint not null,
  updated_at bigint not null,
  -- JSON: what the amount is made of, by the price list of that day
  price text not null default '{"total":0,"parts":[]}'
);
-- No money is counted twice, and nobody is asked for it twice.
create unique index payment_bank_reference on payment (bank_reference) where bank_reference <> '';
create unique index payment_alive on payment (application_id) where status <> 'cancelled';
create index payment_by_application on payment (application_id);
create index payment_by_status on payment (status, updated_at);

-- The e-invoice of a payment, and the red letter that takes it back.
create table invoice (
  id text primary key,
  application_id text not null references application (id) deferrable initially deferred,
  payment_id text not null unique references payment (id) deferrable initially deferred,
  status text not null,
  revision bigint not null,
  order_number text not null unique,  -- ours: what the issuer knows it by
  tries bigint not null,              -- order numbers used
  title text not null,                -- [sealed]
  tax_number text not null,           -- [sealed]
  lines text not null,                -- JSON: amounts with their tax
  number text not null,               -- the issuer's
  issued_at bigint not null,
  pdf text not null,  -- stored_object
  red_number text not null,
  red_issued_at bigint not null,
  red_pdf text not null,       -- stored_object
  failure text not null,       -- the issuer's words
  recall_reason text not null,
  attempts bigint not null,    -- at what is to be done now
  look_at bigint not null,     -- when it is to be done
  created_at bigint not null,
  updated_at bigint not null
);
create index invoice_by_application on invoice (application_id, created_at);
create unique index invoice_number on invoice (number) where number <> '';
create unique index invoice_red_number on invoice (red_number) where red_number <> '';
create index invoice_due on invoice (look_at, id)
  where status in ('due', 'issuing', 'recalled', 'red_due', 'red_issuing');
create index invoice_refused on invoice (updated_at, id) where status in ('failed', 'red_failed');

-- One try to pay by WeChat or Alipay.
create table payment_order (
  id text primary key,
  payment_id text not null references payment (id) deferrable initially deferred,
  application_id text not null references application (id) deferrable initially deferred,
  channel text not null,
  number text not null unique,  -- HN20261123-000017-K7QX3R: known to the provider
  status text not null,
  revision bigint not null,
  amount bigint not null,
  code text not null,   -- what the QR code says
  link text not null,   -- for the phone
  expires_at bigint not null,
  transaction_id text not null,  -- the provider's
  paid_amount bigint not null,
  paid_at bigint not null,
  difference text not null,  -- why money that came does not count
  failure text not null,
  refund_attempt bigint not null,
  refund_reference text not null,  -- where finance paid back by hand
  closed_at_provider bigint not null,
  attend_at bigint not null,  -- when a job looks after it again
  attended bigint not null,
  created_at bigint not null,
  updated_at bigint not null
);
-- However often a payment is announced, and by whomever: it is counted once.
create unique index payment_order_transaction on payment_order (channel, transaction_id)
  where transaction_id <> '';
create unique index payment_order_counted on payment_order (payment_id) where status = 'paid';
create index payment_order_by_payment on payment_order (payment_id, created_at);
create index payment_order_due on payment_order (attend_at) where attend_at > 0;
create index payment_order_refunding on payment_order (updated_at)
  where status in ('refund_due', 'refund_failed');
create index payment_order_difference on payment_order (paid_at) where difference <> 'none';

-- A genuine notice of money for an order that is not ours.
create table unmatched_payment (
  channel text not null,
  transaction_id text not null,
  order_number text not null,
  amount bigint not null,
  received_at bigint not null,
  resolution text not null,  -- what finance found out
  primary key (channel, transaction_id)
);
create index unmatched_payment_open on unmatched_payment (received_at) where resolution = '';

-- 单位金融认证: the small transfer to the organization's own account whose remark carries the PIN.
create table account_check (
  id text primary key,
  application_id text not null unique references application (id) deferrable initially deferred,
  status text not null,
  revision bigint not null,
  account_number text not null,  -- [sealed]
  bank_name text not null,  -- [sealed]
  branch text not null,  -- [sealed]
  amount bigint not null,
  attempt bigint not null,  -- names the transfer, together with the id
  failure text not null,
  attend_at bigint not null,
  attended bigint not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index account_check_due on account_check (attend_at) where attend_at > 0;
create index account_check_unsettled on account_check (updated_at)
  where status in ('due', 'sent', 'failed', 'returned');

create table review (
  application_id text not null references application (id) deferrable initially deferred,
  number bigint not null,  -- 1, 2, … of this application
  staff_id text not null references staff (id) deferrable initially deferred,
  decision text not null,
  items text not null,  -- [sealed] JSON
  note text not null,   -- [sealed]
  checklist text not null,  -- JSON
  decided_at bigint not null,
  waited_minutes bigint not null default -1,  -- of working time since the submission; -1: unknown
  primary key (application_id, number)
);

-- Who looks at an application just now, so that two reviewers do not read the same one. A courtesy:
-- it keeps nobody from deciding.
create table review_claim (
  application_id text primary key references application (id) deferrable initially deferred,
  staff_id text not null references staff (id) deferrable initially deferred,
  claimed_at bigint not null,
  lease_until bigint not null
);

-- Who of the staff has had a hand in an application: nobody acts twice on the same one.
create table review_act (
  application_id text not null references application (id) deferrable initially deferred,
  staff_id text not null references staff (id) deferrable initially deferred,
  act text not null,
  acted_at bigint not null,
  primary key (application_id, staff_id, act)
);

create table delivery (
  id text primary key,
  application_id text not null unique references application (id) deferrable initially deferred,
  status text not null,
  revision bigint not null,
  carrier text not null,
  waybill text not null,
  route text not null,  -- [sealed] JSON: the courier's stops
  created_at bigint not null,
  updated_at bigint not null
);
create unique index delivery_waybill on delivery (carrier, waybill) where waybill <> '';
create index delivery_by_status on delivery (status, updated_at);
create index delivery_by_waybill on delivery (waybill) where waybill <> '';
create index delivery_by_age on delivery (status, id);

-- === the certificate authority ==================================================================

-- The authorities and OCSP signers of this hall; their private keys are in the key store.
create table authority (
  name text primary key,
  kind text not null,
  issuer text not null,
  certificate text not null,  -- [base64] DER
  not_after bigint not null,
  algorithm text not null default 'sm2',
  generation bigint not null default 1,
  status text not null default 'active',
  sm2_null bigint not null default 0,     -- writes NULL as parameters of SM2-with-SM3
  crl_shards bigint not null default 0,
  crl_hours bigint not null default 0
);

-- What certificates look like. Version 1 came with the program; the others were changed by two.
create table profile (
  code text not null,
  version bigint not null,
  body text not null,  -- TOML
  change_id text not null,  -- empty: came with the program
  in_force_at bigint not null,
  primary key (code, version)
);

-- The revocation lists that an issuer made at one moment; they have one number.
create table crl_issue (
  issuer text not null references authority (name) deferrable initially deferred,
  number bigint not null,
  seq bigint not null,  -- the last certificate_event that they tell of
  this_update bigint not null,
  next_update bigint not null,
  signed bigint not null,  -- 0 from the record until all of them are signed and stored
  primary key (issuer, number)
);
create index crl_issue_by_end on crl_issue (issuer, next_update);

create table crl (
  issuer text not null references authority (name) deferrable initially deferred,
  number bigint not null,
  shard bigint not null,  -- 0: of all certificates
  base bigint not null,  -- number of the complete list that a delta starts from; 0: complete itself
  object_id text not null,  -- of the file; empty: not signed yet, or no longer fresh and deleted
  size_bytes bigint not null,
  entries bigint not null,
  primary key (issuer, number, shard, base)
);
create index crl_kept on crl (issuer, number) where object_id <> '';

-- What an authority's key is about to sign besides subscribers' certificates, written before.
create table signature_record (
  digest text primary key,  -- SHA-256 of the bytes to be signed
  kind text not null,
  subject text not null,
  created_at bigint not null
);

-- Recorded before it is signed, never deleted.
create table certificate (
  id text primary key,
  application_id text not null references application (id) deferrable initially deferred,
  account_id text not null references account (id) deferrable initially deferred,
  usage text not null,
  status text not null,
  revision bigint not null,
  issuer text not null,
  serial text not null unique,
  subject text not null,  -- [sealed]
  token_serial text not null,
  public_key_digest text not null,
  not_before bigint not null,
  not_after bigint not null,
  tbs text not null,  -- [sealed]: holds names, perhaps an id number
  der text not null,  -- [sealed]
  publish bigint not null,
  created_at bigint not null,
  revoked_at bigint not null,  -- or suspended
  revocation_reason text not null,
  shard bigint not null default 0  -- of the list that it names: 0 is the one of everything
);
-- The last line against a second certificate, and against one key in two certificates.
create unique index certificate_alive on certificate (application_id, usage)
  where status in ('reserved', 'issued', 'suspended');
create unique index certificate_key on certificate (public_key_digest) where status <> 'voided';
create index certificate_by_application on certificate (application_id);
create index certificate_reserved on certificate (created_at) where status = 'reserved';
-- A list is read from this index alone.
create index certificate_revoked on certificate
  (issuer, serial, status, shard, not_after, revoked_at, revocation_reason)
  where status in ('revoked', 'suspended');
create index certificate_by_key on certificate (public_key_digest);

-- Every change of a certificate's status: numbered 1, 2, … in the order of the commits, never
-- changed. Whoever keeps statuses in memory follows it.
create table certificate_event (
  seq bigint primary key,
  issuer text not null,
  serial text not null,
  status text not null,  -- from now on
  revoked_at bigint not null,  -- or suspended, or released; 0: it was issued or voided
  reason text not null,
  shard bigint not null  -- the certificate's
);
create index certificate_event_revocation on certificate_event (issuer, seq) where revoked_at > 0;

-- Keys that no certificate is issued for again.
create table blocked_key (
  public_key_digest text primary key,  -- SHA-256 of the SubjectPublicKeyInfo, hex
  reason text not null,
  source text not null,  -- "certificate/<serial>", "import"
  created_at bigint not null
);

-- Certificates that are revoked together, approved by two.
create table revocation_list (
  id text primary key,
  digest text not null unique,  -- SHA-256 of the list: the same one twice is one
  title text not null,
  change_id text not null,  -- by which it was approved; empty: given at the command line
  lines bigint not null,
  done bigint not null,
  created_at bigint not null,
  finished_at bigint not null
);
create table revocation_line (
  list_id text not null references revocation_list (id) deferrable initially deferred,
  number bigint not null,  -- 1, 2, …
  target text not null,  -- serial number or credit code
  reason text not null,
  outcome text not null,
  certificates bigint not null,  -- that it revoked
  primary key (list_id, number)
);
create index revocation_line_waiting on revocation_line (list_id, number)
  where outcome = 'waiting';

-- By what relying parties find a certificate whose holder let it be published.
create table directory_entry (
  certificate_id text primary key references certificate (id) deferrable initially deferred,
  key_id text not null,              -- subject key identifier, hex; empty: it has none
  credit_code_digest text not null,  -- keyed; empty: it names a person, who is not found by it
  filed bigint not null              -- 0: from an older program, the next start fills it in
);
create index directory_by_key on directory_entry (key_id) where key_id <> '';
create index directory_by_credit_code on directory_entry (credit_code_digest)
  where credit_code_digest <> '';
create index directory_unfiled on directory_entry (certificate_id) where filed = 0;

-- Of each time-stamp signer the last serial number and time, written before the stamp is signed.
create table time_stamp_clock (
  authority text primary key,  -- "tsa-sm2"
  serial bigint not null,
  stamped_at bigint not null
);

-- Which keys of the key centre (db/kmc) subscribers' encryption certificates are for.
create table encryption_key (
  id text primary key,
  application_id text not null references application (id) deferrable initially deferred,
  public_key_digest text not null unique,
  private_key text not null,  -- empty; [sealed] until the key centre has taken it over
  created_at bigint not null
);

-- Which starts of which nodes answer OCSP from memory, and up to which status event.
create table status_lease (
  holder text primary key,
  applied_seq bigint not null
);

-- One row per device, also when it is initialised again.
create table token (
  id text primary key,
  application_id text not null references application (id) deferrable initially deferred,
  serial text not null unique,
  status text not null,
  revision bigint not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index token_by_application on token (application_id, created_at);

-- A device's administrator PIN: made here, never shown, needed again only to unlock it.
create table token_secret (
  token_id text primary key references token (id) deferrable initially deferred,
  so_pin text not null  -- [sealed]
);

-- Leave to use it once: one member of staff gives it, another one's unlock uses it.
create table unlock_session (
  id text primary key,
  token_id text not null references token (id) deferrable initially deferred,
  authorised_by text not null references staff (id) deferrable initially deferred,
  authorised_at bigint not null,
  expires_at bigint not null,
  released_to text not null,  -- empty: not yet
  released_at bigint not null
);
create index unlock_session_by_token on unlock_session (token_id, authorised_at);

-- Which station works on which approved application.
create table production_claim (
  application_id text primary key references application (id) deferrable initially deferred,
  staff_id text not null references staff (id) deferrable initially deferred,
  claimed_at bigint not null,
  lease_until bigint not null
);

-- A PIN on its way to the holder: delivered once, then overwritten and deleted.
create table pin (
  application_id text primary key references application (id) deferrable initially deferred,
  pin text not null  -- [sealed]
);

-- === what was done, what is to be done ==========================================================

-- What the applicant sees of the course of an application.
create table timeline (
  application_id text not null references application (id) deferrable initially deferred,
  number bigint not null,  -- 1, 2, … of this application
  happened_at bigint not null,
  title text not null,
  detail text not null,  -- [sealed]
  primary key (application_id, number)
);

-- Effects to perform outside, written with the change that causes them.
create table outbox (
  id text primary key,
  kind text not null,
  payload text not null,  -- [sealed]; empty once done
  subject text not null,
  status text not null,   -- waiting, done, given_up
  attempts bigint not null,
  due_at bigint not null,
  created_at bigint not null,
  finished_at bigint not null,
  last_error text not null,
  label text not null default '',     -- the code of a text message's template: approved, login_code, …
  recipient text not null default '', -- its number, masked
  request_id text not null default ''  -- of the request that caused it
);
create index outbox_due on outbox (due_at, id) where status = 'waiting';
create index outbox_given_up on outbox (kind) where status = 'given_up';
create index outbox_by_kind on outbox (kind, id);
create index outbox_by_kind_status on outbox (kind, status, id);
create index outbox_by_subject on outbox (subject, id);

-- Every act with the digest of the one before: nothing can be changed or left out unseen.
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
create index audit_by_time on audit (acted_at, seq);
-- Where the chain ends, so that rows cut off at the end show as well.
create table audit_head (
  only_row bigint primary key check (only_row = 1),
  seq bigint not null,
  digest text not null
);

-- What time will bring, written when it is known, so that looking for it costs nothing.

-- When a certificate's holder is to be told next that it expires.
create table expiry_notice (
  certificate_id text primary key references certificate (id) deferrable initially deferred,
  holder_digest text not null,  -- same holder, platform and usage; a later certificate renews it
  not_after bigint not null,
  due_at bigint not null  -- 0: no more
);
create index expiry_notice_due on expiry_notice (due_at, certificate_id) where due_at > 0;
create index expiry_notice_by_holder on expiry_notice (holder_digest, not_after)
  where holder_digest <> '';

-- What people were reminded of: each occasion once.
create table reminder (
  subject text not null,   -- "certificate/<id>", "application/<id>"
  occasion text not null,  -- "expires_in_30", "returned/<since>"
  sent_at bigint not null,
  primary key (subject, occasion)
);

-- When an application's personal data is to go (Electronic Signature Law, article 24).
create table retention (
  application_id text primary key references application (id) deferrable initially deferred,
  due_at bigint not null,
  erased_at bigint not null
);
create index retention_due on retention (due_at, application_id) where erased_at = 0;

-- Counters of what must not happen too often.
create table rate_limit (
  key_digest text not null,
  window_start bigint not null,
  hits bigint not null,
  expires_at bigint not null,
  primary key (key_digest, window_start)
);
create index rate_limit_by_expiry on rate_limit (expires_at);

-- Answers to requests that carried an Idempotency-Key.
create table idempotency (
  key_digest text primary key,  -- of caller and key
  request_digest text not null,
  finished bigint not null,
  status bigint not null,
  content_type text not null,
  body text not null,  -- [sealed]
  created_at bigint not null
);
create index idempotency_by_age on idempotency (created_at);

-- Files in the file store: each was written and fsynced before its row.
create table stored_object (
  id text primary key,
  content_type text not null,
  size_bytes bigint not null,
  digest text not null,  -- SHA-256 of the plain bytes
  created_at bigint not null
);

-- The nodes that serve this installation, each with its last sign of life.
create table node (
  instance bigint primary key,
  version text not null,
  seen_at bigint not null
);

-- === the demo's outside world (sandbox adapters only) ===========================================

create table sandbox_message (
  id bigint primary key,
  idempotency_key text not null unique,
  mobile text not null,  -- [sealed]
  body text not null,    -- [sealed]
  sent_at bigint not null
);

create table sandbox_subscriber (
  mobile_digest text primary key,
  mobile text not null,    -- [sealed]
  name text not null,      -- [sealed]
  id_number text not null  -- [sealed]
);

create table sandbox_transfer (
  bank_reference text primary key,
  payer_name text not null,  -- [sealed]
  amount bigint not null,
  remark text not null,
  received_at bigint not null
);

create table sandbox_parcel (
  waybill text primary key,
  order_key text not null unique,
  recipient text not null,  -- [sealed]
  route text not null,      -- [sealed] JSON
  ordered_at bigint not null
);

create table sandbox_invoice (
  order_number text primary key,
  document text not null,  -- [sealed] JSON: the order
  number text not null unique,
  ordered_at bigint not null,
  red_number text not null,
  red_ordered_at bigint not null
);

create table sandbox_mail (
  id bigint primary key,
  idempotency_key text not null unique,
  recipient text not null,   -- [sealed]
  subject text not null,     -- [sealed]
  body text not null,        -- [sealed]
  file_name text not null,   -- [sealed]; empty: no attachment
  attachment text not null,  -- [sealed] bytes
  sent_at bigint not null
);

create table sandbox_order (
  number text primary key,
  channel text not null,
  amount bigint not null,
  description text not null,
  expires_at bigint not null,
  status text not null,
  transaction_id text not null,
  paid_amount bigint not null,
  paid_at bigint not null,
  notices bigint not null,
  refuses_refund bigint not null,
  refunds text not null,
  created_at bigint not null
);

create table sandbox_payout (
  transfer_key text primary key,
  account_name text not null,  -- [sealed]
  account_number text not null,  -- [sealed]
  bank_name text not null,
  amount bigint not null,
  remark text not null,  -- [sealed]: holds a PIN
  status text not null,
  reason text not null,
  sent_at bigint not null
);
