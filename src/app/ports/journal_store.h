#pragma once
// What was done (timeline, audit), what is still to be done (outbox), and what guards both.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "domain/staff.h"

namespace certhall::app {

/// What the applicant sees of an application's course.
struct TimelineRow {
  ApplicationId application_id;
  Timestamp at;
  std::string title;   // Chinese
  std::string detail;  // Chinese; may be empty
};

class TimelineStore {
 public:
  virtual ~TimelineStore() = default;
  virtual void append(const TimelineRow& row) = 0;
  /// Oldest first.
  [[nodiscard]] virtual std::vector<TimelineRow> of_application(const ApplicationId& id) = 0;
};

/// An effect to perform outside. `payload` is JSON and sealed at rest: it may hold personal data.
struct OutboxItem {
  OutboxId id;       // also the provider's idempotency key
  std::string kind;  // "sms", "courier_order", …
  std::string payload;
  std::string subject;  // "application/<id>", for the operator
  std::int64_t attempts = 0;
  Timestamp due_at;
  Timestamp created_at;
  std::string last_error;   // no personal data
  std::string label{};      // of a text message: which one it is
  std::string recipient{};  // of a text message: its number, masked
  std::string request_id;   // of the request that caused it; empty: a clock did
};

/// What waits of one kind, or was given up.
struct Backlog {
  std::string kind;
  std::int64_t count = 0;
  Timestamp oldest;  // when the first of them was made
};

class OutboxStore {
 public:
  virtual ~OutboxStore() = default;
  virtual void add(const OutboxItem& item) = 0;
  /// Takes up to `limit` due items and puts their due_at to `lease_until`, so that another runner
  /// leaves them alone until then. Raises attempts.
  [[nodiscard]] virtual std::vector<OutboxItem> take_due(Timestamp now, Timestamp lease_until,
                                                         std::int64_t limit) = 0;
  /// Wipes the payload: a PIN must not lie around in a finished job.
  virtual void finish(const OutboxId& id, Timestamp now) = 0;
  virtual void retry(const OutboxId& id, Timestamp due_at, std::string_view error) = 0;
  /// Given up: stays for the operator to see, is not tried again by itself.
  virtual void give_up(const OutboxId& id, Timestamp now, std::string_view error) = 0;
  [[nodiscard]] virtual std::int64_t count_waiting() = 0;
  /// By kind.
  [[nodiscard]] virtual std::vector<Backlog> waiting() = 0;
  [[nodiscard]] virtual std::vector<Backlog> given_up() = 0;
};

struct AuditRow {
  std::int64_t seq = 0;  // from 1, without a gap
  Timestamp at;
  domain::Actor actor;
  std::string act;      // "application.approve"
  std::string subject;  // "application/<id>"
  std::string detail;   // JSON object, no personal data
  std::string digest;   // SHA-256 over all of the above and the digest before, hex
  std::string mac;      // HMAC over digest, hex
  std::string key_id;
};

/// What an auditor looks for; what is empty does not narrow.
struct AuditFilter {
  std::string actor;    // its id
  std::string act;      // "application.approve"
  std::string subject;  // "application/<id>"
  Timestamp from{};     // 0: from the beginning
  Timestamp until{};    // 0: to the end; exclusive
};

/// What one member of staff looked at in full.
struct RevealCount {
  StaffId staff_id;
  std::int64_t looks = 0;    // in full, with a reason
  std::int64_t idle = 0;     // of these, on applications that he did nothing about
  std::int64_t refused = 0;  // beyond the hourly limit
};

class AuditStore {
 public:
  virtual ~AuditStore() = default;
  /// Sets seq, digest, mac and key_id. One writer at a time; a row that cannot be written throws,
  /// so that the act does not happen.
  virtual void append(AuditRow row) = 0;
  /// Newest first, seq < before (0: from the end).
  [[nodiscard]] virtual std::vector<AuditRow> page(std::int64_t before, std::int64_t limit) = 0;
  /// The same of what fits the filter.
  [[nodiscard]] virtual std::vector<AuditRow> find(const AuditFilter& filter, std::int64_t before,
                                                   std::int64_t limit) = 0;
  [[nodiscard]] virtual std::optional<AuditRow> row(std::int64_t seq) = 0;
  /// Since then, whoever looked most first.
  [[nodiscard]] virtual std::vector<RevealCount> reveals(Timestamp since) = 0;
  /// Oldest first, seq > after.
  [[nodiscard]] virtual std::vector<AuditRow> after(std::int64_t after, std::int64_t limit) = 0;
  /// True when digest and mac of `row` are what they must be behind `previous_digest`.
  [[nodiscard]] virtual bool intact(const AuditRow& row, std::string_view previous_digest) = 0;
  struct Head {
    std::int64_t seq = 0;
    std::string digest;
  };
  /// What the chain says of its own end: cut-off rows show as a difference.
  [[nodiscard]] virtual Head head() = 0;
};

class LimitStore {
 public:
  virtual ~LimitStore() = default;
  /// Counts one more for `key` in the window that contains `now` and returns the new count.
  [[nodiscard]] virtual std::int64_t hit(std::string_view key, std::int64_t window_seconds,
                                         Timestamp now) = 0;
  virtual std::int64_t erase_expired(Timestamp now) = 0;
};

struct StoredAnswer {
  bool finished = false;
  std::string request_digest;
  std::int64_t status = 0;
  std::string content_type;
  std::string body;  // sealed at rest
};

/// A request that has not finished after this time died with its server.
inline constexpr std::chrono::minutes kAbandonedRequest{2};

class IdempotencyStore {
 public:
  virtual ~IdempotencyStore() = default;
  /// Nothing: the key was free, or its request was abandoned, and is now taken by this request.
  /// Otherwise what is known of it.
  [[nodiscard]] virtual std::optional<StoredAnswer> begin(std::string_view caller,
                                                          std::string_view key,
                                                          std::string_view request_digest,
                                                          Timestamp now) = 0;
  virtual void finish(std::string_view caller, std::string_view key,
                      const StoredAnswer& answer) = 0;
  virtual void forget(std::string_view caller, std::string_view key) = 0;
  virtual std::int64_t erase_older_than(Timestamp limit) = 0;
};

/// A file in the file store: written and fsynced before its row is.
struct ObjectRow {
  ObjectId id;
  std::string content_type;
  std::int64_t size_bytes = 0;
  std::string digest;  // SHA-256 of the plain bytes, hex
  Timestamp created_at;
};

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  virtual void insert(const ObjectRow& row) = 0;
  [[nodiscard]] virtual std::optional<ObjectRow> find(const ObjectId& id) = 0;
  virtual void erase(const ObjectId& id) = 0;
  /// By id, from behind `after` on: "" for the first page.
  [[nodiscard]] virtual std::vector<ObjectRow> page(std::string_view after, std::int64_t limit) = 0;
};

}  // namespace certhall::app
