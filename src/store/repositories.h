#pragma once
// One repository per noun, made once per connection. Each file also lists its statements, which a
// test prepares on both engines.

#include <memory>
#include <string_view>
#include <vector>

#include "app/ports/store.h"
#include "store/db.h"
#include "store/store.h"

namespace certhall::store {

using Statements = std::vector<std::string_view>;

std::unique_ptr<app::AccountStore> make_accounts(Db& db);
std::unique_ptr<app::LoginCodeStore> make_login_codes(Db& db);
std::unique_ptr<app::SessionStore> make_sessions(Db& db);
std::unique_ptr<app::StaffStore> make_staff(Db& db);
std::unique_ptr<app::ConsentStore> make_consents(Db& db);
std::unique_ptr<app::CatalogueStore> make_catalogue(Db& db);
std::unique_ptr<app::ApplicationStore> make_applications(Db& db);
std::unique_ptr<app::MaterialStore> make_materials(Db& db);
std::unique_ptr<app::IdentityStore> make_identities(Db& db);
std::unique_ptr<app::PaymentStore> make_payments(Db& db);
std::unique_ptr<app::InvoiceStore> make_invoices(Db& db);
std::unique_ptr<app::PaymentOrderStore> make_payment_orders(Db& db);
std::unique_ptr<app::UnmatchedPaymentStore> make_unmatched_payments(Db& db);
std::unique_ptr<app::AccountCheckStore> make_account_checks(Db& db);
std::unique_ptr<app::ReviewStore> make_reviews(Db& db);
std::unique_ptr<app::DeliveryStore> make_deliveries(Db& db);
std::unique_ptr<app::CertificateStore> make_certificates(Db& db);
std::unique_ptr<app::AuthorityStore> make_authorities(Db& db);
std::unique_ptr<app::DirectoryStore> make_directory(Db& db);
std::unique_ptr<app::TimeStampStore> make_time_stamps(Db& db);
std::unique_ptr<app::ProfileStore> make_profiles(Db& db);
std::unique_ptr<app::EncryptionKeyStore> make_encryption_keys(Db& db);
std::unique_ptr<app::StatusStore> make_statuses(Db& db, Connection& connection);
std::unique_ptr<app::TokenStore> make_tokens(Db& db);
std::unique_ptr<app::ProductionStore> make_production(Db& db);
std::unique_ptr<app::TimelineStore> make_timeline(Db& db);
std::unique_ptr<app::NoticeStore> make_notices(Db& db);
std::unique_ptr<app::OutboxStore> make_outbox(Db& db);
std::unique_ptr<app::AuditStore> make_audit(Db& db, const AuditKeys& keys);
std::unique_ptr<app::LimitStore> make_limits(Db& db);
std::unique_ptr<app::IdempotencyStore> make_idempotency(Db& db);
std::unique_ptr<app::ObjectStore> make_objects(Db& db);
std::unique_ptr<app::AnnouncementStore> make_announcements(Db& db);
std::unique_ptr<app::HandoverStore> make_handovers(Db& db);
std::unique_ptr<app::NodeStore> make_nodes(Db& db);
std::unique_ptr<app::SandboxStore> make_sandbox(Db& db);
std::unique_ptr<app::WorklistStore> make_worklists(Db& db);
std::unique_ptr<app::SearchStore> make_searches(Db& db);
std::unique_ptr<app::TallyStore> make_tallies(Db& db);
std::unique_ptr<app::MessageStore> make_messages(Db& db);
std::unique_ptr<app::ChangeStore> make_changes(Db& db);
std::unique_ptr<app::RevocationStore> make_revocations(Db& db);
std::unique_ptr<app::AdministeredTextStore> make_administered_texts(Db& db);
std::unique_ptr<app::OneTimeShareStore> make_one_time_shares(Db& db);

Statements account_statements();
Statements login_code_statements();
Statements session_statements();
Statements staff_statements();
Statements consent_statements();
Statements catalogue_statements();
Statements application_statements();
Statements material_statements();
Statements identity_statements();
Statements payment_statements();
Statements invoice_statements();
Statements payment_order_statements();
Statements unmatched_payment_statements();
Statements account_check_statements();
Statements review_statements();
Statements delivery_statements();
Statements certificate_statements();
Statements authority_statements();
Statements directory_statements();
Statements time_stamp_statements();
Statements profile_statements();
Statements key_statements();
Statements status_statements();
Statements token_statements();
Statements production_statements();
Statements timeline_statements();
Statements notice_statements();
Statements outbox_statements();
Statements audit_statements();
Statements limit_statements();
Statements idempotency_statements();
Statements object_statements();
Statements announcement_statements();
Statements handover_statements();
Statements node_statements();
Statements sandbox_statements();
Statements worklist_statements();
Statements search_statements();
Statements tally_statements();
Statements message_statements();
Statements filing_statements();
Statements change_statements();
Statements revocation_statements();
Statements sandbox_post_statements();
Statements all_statements();

}  // namespace certhall::store
