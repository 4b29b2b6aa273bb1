#pragma once
// What the use cases need of the database. One Transaction is one unit of work: state, audit row
// and outbox rows of one act stand or fall together. Personal data is sealed behind this port.
//
// Every update of an object that people or jobs may change at the same time names the revision it
// read: update() writes `revision + 1`, sets it in the object, and returns false when the row has
// moved on. A unique constraint that fails throws Conflict. A lost database throws.

#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "app/ports/application_store.h"
#include "app/ports/authority_store.h"
#include "app/ports/change_store.h"
#include "app/ports/console_store.h"
#include "app/ports/directory_store.h"
#include "app/ports/invoice_store.h"
#include "app/ports/journal_store.h"
#include "app/ports/node_store.h"
#include "app/ports/notice_store.h"
#include "app/ports/payment_store.h"
#include "app/ports/person_store.h"
#include "app/ports/portal_store.h"
#include "app/ports/profile_store.h"
#include "app/ports/revocation_store.h"
#include "app/ports/sandbox_store.h"
#include "app/ports/status_store.h"

namespace certhall::app {

/// A unique constraint said no: somebody else was first.
class Conflict : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Transaction {
 public:
  virtual ~Transaction() = default;  // rolls back what was not committed
  virtual void commit() = 0;         // durable when it returns

  // people and who they are (person_store.h)
  virtual AccountStore& accounts() = 0;
  virtual LoginCodeStore& login_codes() = 0;
  virtual SessionStore& sessions() = 0;
  virtual StaffStore& staff() = 0;
  virtual ConsentStore& consents() = 0;
  // the piece of business (application_store.h)
  virtual CatalogueStore& catalogue() = 0;
  virtual ApplicationStore& applications() = 0;
  virtual MaterialStore& materials() = 0;
  virtual IdentityStore& identities() = 0;
  virtual PaymentStore& payments() = 0;
  virtual InvoiceStore& invoices() = 0;  // (invoice_store.h)
  virtual PaymentOrderStore& payment_orders() = 0;
  virtual UnmatchedPaymentStore& unmatched_payments() = 0;
  virtual AccountCheckStore& account_checks() = 0;
  virtual ReviewStore& reviews() = 0;
  virtual DeliveryStore& deliveries() = 0;
  // the authority (authority_store.h)
  virtual CertificateStore& certificates() = 0;
  virtual AuthorityStore& authorities() = 0;
  virtual DirectoryStore& directory() = 0;    // (directory_store.h)
  virtual TimeStampStore& time_stamps() = 0;  // (directory_store.h)
  virtual ProfileStore& profiles() = 0;       // (profile_store.h)
  virtual EncryptionKeyStore& encryption_keys() = 0;
  virtual StatusStore& statuses() = 0;  // (status_store.h)
  virtual TokenStore& tokens() = 0;
  virtual ProductionStore& production() = 0;
  virtual RevocationStore& revocations() = 0;  // (revocation_store.h)
  // what administrators change together (change_store.h)
  virtual ChangeStore& changes() = 0;
  virtual AdministeredTextStore& administered_texts() = 0;
  virtual OneTimeShareStore& one_time_shares() = 0;
  // what was done and what is still to do (journal_store.h)
  virtual TimelineStore& timeline() = 0;
  virtual NoticeStore& notices() = 0;  // (notice_store.h)
  virtual OutboxStore& outbox() = 0;
  virtual AuditStore& audit() = 0;
  virtual LimitStore& limits() = 0;
  virtual IdempotencyStore& idempotency() = 0;
  virtual ObjectStore& objects() = 0;
  virtual NodeStore& nodes() = 0;
  // the portal (portal_store.h)
  virtual AnnouncementStore& announcements() = 0;
  virtual HandoverStore& handovers() = 0;
  // over all applications (console_store.h)
  virtual WorklistStore& worklists() = 0;
  virtual SearchStore& searches() = 0;
  virtual TallyStore& tallies() = 0;
  virtual MessageStore& messages() = 0;
  // the demo's outside world (sandbox_store.h)
  virtual SandboxStore& sandbox() = 0;
};

enum class Mode { read, write };

class Store {
 public:
  virtual ~Store() = default;
  /// `read`: a consistent snapshot. `write`: on SQLite takes the write lock at once (BEGIN
  /// IMMEDIATE).
  [[nodiscard]] virtual std::unique_ptr<Transaction> begin(Mode mode) = 0;
};

/// Runs `work(Transaction&)`, which returns a Result; commits when it is good. A store is this one,
/// or another with a begin() of its own (kmc/ports/store.h).
template <class AnyStore, class Work>
[[nodiscard]] auto write(AnyStore& store, Work&& work) {
  auto transaction = store.begin(Mode::write);
  auto result = std::forward<Work>(work)(*transaction);
  if (result) transaction->commit();
  return result;
}

/// Runs `work(Transaction&)` on a snapshot and hands on whatever it returns.
template <class AnyStore, class Work>
[[nodiscard]] auto read(AnyStore& store, Work&& work) {
  auto transaction = store.begin(Mode::read);
  return std::forward<Work>(work)(*transaction);
}

}  // namespace certhall::app
