#pragma once
// What the console lists, finds and counts, over all applications: every answer is bounded and runs
// along an index, however many there are.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "domain/application.h"
#include "domain/payment.h"
#include "domain/search_term.h"

namespace certhall::app {

/// Where a page ended; the next one begins behind it.
struct ListPlace {
  Timestamp at;
  std::string id;
};

/// What is left out does not narrow.
struct ApplicationFilter {
  std::optional<domain::ApplicationStatus> status{};
  std::string relying_application{};
  std::optional<domain::CertificateType> certificate_type{};
  std::optional<domain::PaymentStatus> payment_status{};
  Timestamp created_from{};
  std::optional<Timestamp> created_before{};
  std::optional<Timestamp> due_before{};  // a clock runs and ends before
  bool by_due = false;  // those with a running clock, most urgent first; otherwise newest first
};

struct ListedRow {
  ApplicationId id;
  Timestamp created_at;
  Timestamp due_at;
  std::string payment_status;  // empty: none yet
};

class WorklistStore {
 public:
  virtual ~WorklistStore() = default;
  [[nodiscard]] virtual std::vector<ListedRow> page(const ApplicationFilter& filter,
                                                    const std::optional<ListPlace>& after,
                                                    std::int64_t limit) = 0;
  /// Those in review whose promised time ends after `from` and not after `to`.
  [[nodiscard]] virtual std::int64_t count_due(Timestamp from, Timestamp to) = 0;
  /// Of payments and deliveries in a state, but never further than `most`.
  [[nodiscard]] virtual std::int64_t count_payments(std::string_view status, std::int64_t most) = 0;
  [[nodiscard]] virtual std::int64_t count_deliveries(std::string_view status,
                                                      std::int64_t most) = 0;
  struct DeliveryRow {
    DeliveryId id;
    ApplicationId application_id;
  };
  /// Oldest first, by id, from behind `after` on. `waiting`: those that need a waybill; otherwise
  /// those on their way.
  [[nodiscard]] virtual std::vector<DeliveryRow> deliveries(bool waiting, std::string_view after,
                                                            std::int64_t limit) = 0;
  /// Puts up to `limit` applications of an older program into lists, search and tallies; how many
  /// it were. Done when none are left, and may be broken off at any time.
  virtual std::int64_t file_old(std::int64_t limit) = 0;
};

class SearchStore {
 public:
  virtual ~SearchStore() = default;
  /// Newest first.
  [[nodiscard]] virtual std::vector<ApplicationId> find(const domain::SearchTerm& term,
                                                        std::int64_t limit) = 0;
};

struct Tally {
  std::string name;
  std::string key;
  std::int64_t amount = 0;
  friend auto operator<=>(const Tally&, const Tally&) = default;
};

/// The names of tallies, and what their keys say.
namespace tally {
inline constexpr std::string_view kStatus = "status";            // completed
inline constexpr std::string_view kType = "type";                // organization
inline constexpr std::string_view kRelying = "relying";          // hn-ggzy
inline constexpr std::string_view kReceived = "received";        // 2026-11-24/organization
inline constexpr std::string_view kDecided = "decided";          // 2026-11/approve/3 (kWaitSteps)
inline constexpr std::string_view kReturned = "returned";        // 2026-11/business_licence
inline constexpr std::string_view kCertificate = "certificate";  // 2027-11/organization: expiry
/// Minutes of working time at which the steps of kDecided begin; eight hours are promised.
inline constexpr std::int64_t kWaitSteps[] = {0, 60, 120, 240, 480, 960};
}  // namespace tally

class TallyStore {
 public:
  virtual ~TallyStore() = default;
  /// Of that name with keys from `from` up to and without `to`, by key; amounts of 0 are left out.
  [[nodiscard]] virtual std::vector<Tally> list(std::string_view name, std::string_view from,
                                                std::string_view to) = 0;
  [[nodiscard]] virtual std::int64_t amount(std::string_view name, std::string_view key) = 0;
  /// All there are but those of 0, by name and key.
  [[nodiscard]] virtual std::vector<Tally> all() = 0;
  /// The same, counted from the rows: reads everything.
  [[nodiscard]] virtual std::vector<Tally> recount() = 0;
  virtual void replace(const std::vector<Tally>& tallies) = 0;
};

/// A text message as the console shows it: nothing in it is readable but its masked number.
struct MessageRow {
  OutboxId id;
  std::string label;
  std::string recipient;
  std::string subject;
  std::string status;  // waiting, done, given_up
  std::int64_t attempts = 0;
  bool sendable = false;  // its text still exists, sealed
  Timestamp due_at;
  Timestamp created_at;
  Timestamp finished_at;
  std::string last_error;
};

class MessageStore {
 public:
  virtual ~MessageStore() = default;
  /// Newest first, from behind `before` on ("" for the first page); `status` and `subject` narrow
  /// where they are not empty.
  [[nodiscard]] virtual std::vector<MessageRow> page(std::string_view status,
                                                     std::string_view subject,
                                                     std::string_view before,
                                                     std::int64_t limit) = 0;
  [[nodiscard]] virtual std::optional<MessageRow> find(const OutboxId& id) = 0;
  [[nodiscard]] virtual std::int64_t count(std::string_view status, std::int64_t most) = 0;
  /// Due at once with all its attempts before it; false unless it waits or was given up and its
  /// text still exists.
  virtual bool send_again(const OutboxId& id, Timestamp now) = 0;
};

}  // namespace certhall::app
