#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::TimeStampClock> {
  template <class Clock, class Columns>
  static void columns(Clock& clock, Columns& columns) {
    columns.plain("authority", clock.authority);
    columns.plain("serial", clock.serial);
    columns.plain("stamped_at", clock.stamped_at);
  }
};

namespace {

constexpr Text kPut(
    "insert into directory_entry (certificate_id, key_id, credit_code_digest, filed)"
    " values (:certificate_id, :key_id, :credit_code_digest, 1)"
    " on conflict (certificate_id) do update set key_id = :key_id,"
    " credit_code_digest = :credit_code_digest, filed = 1");
constexpr Text kFind(
    "select c.id as id from directory_entry d join certificate c on c.id = d.certificate_id"
    " where c.publish = 1 and c.status not in ('reserved', 'voided') and ");
constexpr Text kNewest(" order by c.created_at desc, c.id desc limit :limit");
constexpr auto kByCreditCode =
    kFind + "d.credit_code_digest = :digest and d.credit_code_digest <> ''" + kNewest;
constexpr auto kByKeyId = kFind + "d.key_id = :key_id and d.key_id <> ''" + kNewest;
constexpr auto kByKeyDigest = kFind + "c.public_key_digest = :digest" + kNewest;
constexpr Text kUnfiled(
    "select certificate_id as id from directory_entry where filed = 0"
    " order by certificate_id limit :limit");

class Directory final : public app::DirectoryStore {
 public:
  explicit Directory(Db& db) : db_(db) {}

  void put(const app::DirectoryEntry& entry) override {
    db_.run(kPut, {{"certificate_id", entry.certificate_id},
                   {"key_id", entry.key_id},
                   {"credit_code_digest",
                    entry.credit_code.empty() ? std::string() : digest(entry.credit_code)}});
  }
  std::vector<CertificateId> of_credit_code(std::string_view credit_code,
                                            std::int64_t limit) override {
    return ids(db_.rows(kByCreditCode, {{"digest", digest(credit_code)}, {"limit", limit}}));
  }
  std::vector<CertificateId> of_key_id(std::string_view key_id, std::int64_t limit) override {
    return ids(db_.rows(kByKeyId, {{"key_id", key_id}, {"limit", limit}}));
  }
  std::vector<CertificateId> of_key_digest(std::string_view digest, std::int64_t limit) override {
    return ids(db_.rows(kByKeyDigest, {{"digest", digest}, {"limit", limit}}));
  }
  std::vector<CertificateId> unfiled(std::int64_t limit) override {
    return ids(db_.rows(kUnfiled, {{"limit", limit}}));
  }

 private:
  [[nodiscard]] std::string digest(std::string_view credit_code) const {
    return db_.digest(credit_code, "directory/credit_code");
  }
  static std::vector<CertificateId> ids(const std::vector<Row>& rows) {
    std::vector<CertificateId> ids;
    for (const auto& row : rows) row.plain("id", ids.emplace_back());
    return ids;
  }

  Db& db_;
};

constexpr Text kLast(
    "select authority, serial, stamped_at from time_stamp_clock where authority = :authority");
constexpr Text kAdvance(
    "insert into time_stamp_clock (authority, serial, stamped_at)"
    " values (:authority, :serial, :stamped_at) on conflict (authority) do update"
    " set serial = :serial, stamped_at = :stamped_at");

class TimeStamps final : public app::TimeStampStore {
 public:
  explicit TimeStamps(Db& db) : db_(db) {}

  std::optional<app::TimeStampClock> last(std::string_view authority) override {
    return db_.first<app::TimeStampClock>(kLast, {{"authority", authority}});
  }
  void advance(const app::TimeStampClock& clock) override { db_.run(kAdvance, db_.bind(clock)); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::DirectoryStore> make_directory(Db& db) {
  return std::make_unique<Directory>(db);
}
std::unique_ptr<app::TimeStampStore> make_time_stamps(Db& db) {
  return std::make_unique<TimeStamps>(db);
}

Statements directory_statements() {
  return {kPut, kByCreditCode, kByKeyId, kByKeyDigest, kUnfiled};
}
Statements time_stamp_statements() { return {kLast, kAdvance}; }

}  // namespace certhall::store
