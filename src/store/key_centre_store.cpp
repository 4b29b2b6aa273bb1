#include "store/key_centre_store.h"

#include <optional>

#include "store/connection.h"
#include "store/key_centre_repositories.h"
#include "store/schema.h"
#include "store/sitting.h"

namespace certhall::store {
namespace {

struct CentreDesk {
  CentreDesk(const StoreOptions& options, app::Mode mode, const Sealer& sealer)
      : connection(options.url, mode, options.wait),
        db(connection, sealer),
        audit(make_audit(db, options.audit_keys)) {}

  Connection connection;
  Db db;
  std::unique_ptr<kmc::KeyStore> keys = make_centre_keys(db);
  std::unique_ptr<kmc::KeyOfficerStore> officers = make_key_officers(db);
  std::unique_ptr<kmc::RecoveryStore> recoveries = make_recoveries(db);
  std::unique_ptr<app::AuditStore> audit;
};

class CentreTransaction final : public kmc::Transaction {
 public:
  CentreTransaction(Desks<CentreDesk>& desks, Meter& meter) : desk_(desks, meter) {}
  void commit() override { desk_.commit(); }
  kmc::KeyStore& keys() override { return *desk_->keys; }
  kmc::KeyOfficerStore& officers() override { return *desk_->officers; }
  kmc::RecoveryStore& recoveries() override { return *desk_->recoveries; }
  app::AuditStore& audit() override { return *desk_->audit; }

 private:
  Sitting<CentreDesk> desk_;
};

class CentreStore final : public kmc::Store {
 public:
  CentreStore(StoreOptions options, const Sealer& sealer)
      : options_(std::move(options)),
        write_meter_(*options_.metrics, "key_centre_write"),
        read_meter_(*options_.metrics, "key_centre_read"),
        readers_(options_.wait) {
    auto writer = std::make_unique<CentreDesk>(options_, app::Mode::write, sealer);
    migrate(writer->connection, key_centre_migrations());
    writer_.emplace(std::move(writer), options_.wait);
    for (int i = 0; i < options_.readers; ++i)
      readers_.add(std::make_unique<CentreDesk>(options_, app::Mode::read, sealer));
  }

  std::unique_ptr<kmc::Transaction> begin(app::Mode mode) override {
    if (mode == app::Mode::write)
      return std::make_unique<CentreTransaction>(*writer_, write_meter_);
    return std::make_unique<CentreTransaction>(readers_, read_meter_);
  }

 private:
  StoreOptions options_;
  Meter write_meter_;
  Meter read_meter_;
  std::optional<WritingDesk<CentreDesk>> writer_;
  ReadingDesks<CentreDesk> readers_;
};

}  // namespace

std::unique_ptr<kmc::Store> open_key_centre(StoreOptions options, const Sealer& sealer) {
  if (!options.audit_keys.keys.contains(options.audit_keys.current))
    throw std::invalid_argument("the audit chain needs its current key");
  return std::make_unique<CentreStore>(std::move(options), sealer);
}

Statements key_centre_statements() {
  Statements all = centre_key_statements();
  for (const auto& list : {key_officer_statements(), recovery_statements()})
    all.insert(all.end(), list.begin(), list.end());
  return all;
}

}  // namespace certhall::store
