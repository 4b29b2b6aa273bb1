#include "store/store.h"

#include <optional>

#include "store/connection.h"
#include "store/repositories.h"
#include "store/schema.h"
#include "store/sitting.h"

namespace certhall::store {
namespace {

// A connection with its repositories: made once, used by one transaction after another.
struct Desk {
  Desk(const StoreOptions& options, app::Mode mode, const Sealer& sealer)
      : connection(options.url, mode, options.wait),
        db(connection, sealer),
        audit(make_audit(db, options.audit_keys)) {}

  Connection connection;
  Db db;
  std::unique_ptr<app::AccountStore> accounts = make_accounts(db);
  std::unique_ptr<app::LoginCodeStore> login_codes = make_login_codes(db);
  std::unique_ptr<app::SessionStore> sessions = make_sessions(db);
  std::unique_ptr<app::StaffStore> staff = make_staff(db);
  std::unique_ptr<app::ConsentStore> consents = make_consents(db);
  std::unique_ptr<app::CatalogueStore> catalogue = make_catalogue(db);
  std::unique_ptr<app::ApplicationStore> applications = make_applications(db);
  std::unique_ptr<app::MaterialStore> materials = make_materials(db);
  std::unique_ptr<app::IdentityStore> identities = make_identities(db);
  std::unique_ptr<app::PaymentStore> payments = make_payments(db);
  std::unique_ptr<app::InvoiceStore> invoices = make_invoices(db);
  std::unique_ptr<app::PaymentOrderStore> payment_orders = make_payment_orders(db);
  std::unique_ptr<app::UnmatchedPaymentStore> unmatched_payments = make_unmatched_payments(db);
  std::unique_ptr<app::AccountCheckStore> account_checks = make_account_checks(db);
  std::unique_ptr<app::ReviewStore> reviews = make_reviews(db);
  std::unique_ptr<app::DeliveryStore> deliveries = make_deliveries(db);
  std::unique_ptr<app::CertificateStore> certificates = make_certificates(db);
  std::unique_ptr<app::AuthorityStore> authorities = make_authorities(db);
  std::unique_ptr<app::DirectoryStore> directory = make_directory(db);
  std::unique_ptr<app::TimeStampStore> time_stamps = make_time_stamps(db);
  std::unique_ptr<app::ProfileStore> profiles = make_profiles(db);
  std::unique_ptr<app::EncryptionKeyStore> encryption_keys = make_encryption_keys(db);
  std::unique_ptr<app::StatusStore> statuses = make_statuses(db, connection);
  std::unique_ptr<app::TokenStore> tokens = make_tokens(db);
  std::unique_ptr<app::ProductionStore> production = make_production(db);
  std::unique_ptr<app::TimelineStore> timeline = make_timeline(db);
  std::unique_ptr<app::NoticeStore> notices = make_notices(db);
  std::unique_ptr<app::OutboxStore> outbox = make_outbox(db);
  std::unique_ptr<app::AuditStore> audit;
  std::unique_ptr<app::LimitStore> limits = make_limits(db);
  std::unique_ptr<app::IdempotencyStore> idempotency = make_idempotency(db);
  std::unique_ptr<app::ObjectStore> objects = make_objects(db);
  std::unique_ptr<app::AnnouncementStore> announcements = make_announcements(db);
  std::unique_ptr<app::HandoverStore> handovers = make_handovers(db);
  std::unique_ptr<app::SandboxStore> sandbox = make_sandbox(db);
  std::unique_ptr<app::ChangeStore> changes = make_changes(db);
  std::unique_ptr<app::RevocationStore> revocations = make_revocations(db);
  std::unique_ptr<app::AdministeredTextStore> administered_texts = make_administered_texts(db);
  std::unique_ptr<app::OneTimeShareStore> one_time_shares = make_one_time_shares(db);
  std::unique_ptr<app::WorklistStore> worklists = make_worklists(db);
  std::unique_ptr<app::SearchStore> searches = make_searches(db);
  std::unique_ptr<app::TallyStore> tallies = make_tallies(db);
  std::unique_ptr<app::MessageStore> messages = make_messages(db);
  std::unique_ptr<app::NodeStore> nodes = make_nodes(db);
};

class SqlTransaction final : public app::Transaction {
 public:
  SqlTransaction(Desks<Desk>& desks, Meter& meter) : desk_(desks, meter) {}

  void commit() override { desk_.commit(); }

  app::AccountStore& accounts() override { return *desk_->accounts; }
  app::LoginCodeStore& login_codes() override { return *desk_->login_codes; }
  app::SessionStore& sessions() override { return *desk_->sessions; }
  app::StaffStore& staff() override { return *desk_->staff; }
  app::ConsentStore& consents() override { return *desk_->consents; }
  app::CatalogueStore& catalogue() override { return *desk_->catalogue; }
  app::ApplicationStore& applications() override { return *desk_->applications; }
  app::MaterialStore& materials() override { return *desk_->materials; }
  app::IdentityStore& identities() override { return *desk_->identities; }
  app::PaymentStore& payments() override { return *desk_->payments; }
  app::InvoiceStore& invoices() override { return *desk_->invoices; }
  app::PaymentOrderStore& payment_orders() override { return *desk_->payment_orders; }
  app::UnmatchedPaymentStore& unmatched_payments() override { return *desk_->unmatched_payments; }
  app::AccountCheckStore& account_checks() override { return *desk_->account_checks; }
  app::ReviewStore& reviews() override { return *desk_->reviews; }
  app::DeliveryStore& deliveries() override { return *desk_->deliveries; }
  app::CertificateStore& certificates() override { return *desk_->certificates; }
  app::AuthorityStore& authorities() override { return *desk_->authorities; }
  app::DirectoryStore& directory() override { return *desk_->directory; }
  app::TimeStampStore& time_stamps() override { return *desk_->time_stamps; }
  app::ProfileStore& profiles() override { return *desk_->profiles; }
  app::EncryptionKeyStore& encryption_keys() override { return *desk_->encryption_keys; }
  app::StatusStore& statuses() override { return *desk_->statuses; }
  app::TokenStore& tokens() override { return *desk_->tokens; }
  app::ProductionStore& production() override { return *desk_->production; }
  app::TimelineStore& timeline() override { return *desk_->timeline; }
  app::NoticeStore& notices() override { return *desk_->notices; }
  app::OutboxStore& outbox() override { return *desk_->outbox; }
  app::AuditStore& audit() override { return *desk_->audit; }
  app::LimitStore& limits() override { return *desk_->limits; }
  app::IdempotencyStore& idempotency() override { return *desk_->idempotency; }
  app::ObjectStore& objects() override { return *desk_->objects; }
  app::AnnouncementStore& announcements() override { return *desk_->announcements; }
  app::HandoverStore& handovers() override { return *desk_->handovers; }
  app::SandboxStore& sandbox() override { return *desk_->sandbox; }
  app::NodeStore& nodes() override { return *desk_->nodes; }
  app::WorklistStore& worklists() override { return *desk_->worklists; }
  app::SearchStore& searches() override { return *desk_->searches; }
  app::TallyStore& tallies() override { return *desk_->tallies; }
  app::MessageStore& messages() override { return *desk_->messages; }
  app::ChangeStore& changes() override { return *desk_->changes; }
  app::RevocationStore& revocations() override { return *desk_->revocations; }
  app::AdministeredTextStore& administered_texts() override { return *desk_->administered_texts; }
  app::OneTimeShareStore& one_time_shares() override { return *desk_->one_time_shares; }

 private:
  Sitting<Desk> desk_;
};

class SqlStore final : public app::Store {
 public:
  SqlStore(StoreOptions options, const Sealer& sealer)
      : options_(std::move(options)),
        write_meter_(*options_.metrics, "write"),
        read_meter_(*options_.metrics, "read"),
        readers_(options_.wait) {
    if (!options_.audit_keys.keys.contains(options_.audit_keys.current)) {
      throw std::invalid_argument("the audit chain needs its current key");
    }
    auto writer = std::make_unique<Desk>(options_, app::Mode::write, sealer);
    migrate(writer->connection, migrations());
    writer_.emplace(std::move(writer), options_.wait);
    for (int i = 0; i < options_.readers; ++i) {
      readers_.add(std::make_unique<Desk>(options_, app::Mode::read, sealer));
    }
  }

  std::unique_ptr<app::Transaction> begin(app::Mode mode) override {
    if (mode == app::Mode::write) return std::make_unique<SqlTransaction>(*writer_, write_meter_);
    return std::make_unique<SqlTransaction>(readers_, read_meter_);
  }

 private:
  StoreOptions options_;
  Meter write_meter_;
  Meter read_meter_;
  std::optional<WritingDesk<Desk>> writer_;
  ReadingDesks<Desk> readers_;
};

}  // namespace

std::unique_ptr<app::Store> open_store(StoreOptions options, const Sealer& sealer) {
  return std::make_unique<SqlStore>(std::move(options), sealer);
}

}  // namespace certhall::store
