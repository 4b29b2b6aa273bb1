#include "store/filing.h"
#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {
namespace {

using domain::SearchKind;

constexpr Text kByDigest(
    "select application_id as id from search_term where digest = :value"
    " order by application_id desc limit :limit");
// Everything that begins with it: the signs between its end and a letter are digits and hyphens,
// under every collation.
constexpr Text kByNumber(
    "select id from application where number >= :value and number < :above"
    " order by number desc limit :limit");
constexpr Text kByRemarkCode(
    "select application_id as id from payment where remark_code = :value limit :limit");
constexpr Text kByCertificate(
    "select application_id as id from certificate where serial = :value limit :limit");
constexpr Text kByToken(
    "select application_id as id from token where serial in (:value, :lower) limit :limit");
constexpr Text kByWaybill(
    "select application_id as id from delivery where waybill = :value and waybill <> ''"
    " limit :limit");

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

class Searches final : public app::SearchStore {
 public:
  explicit Searches(Db& db) : db_(db) {}

  std::vector<ApplicationId> find(const domain::SearchTerm& term, std::int64_t limit) override {
    Arguments arguments{{"limit", limit}, {"value", term.value}};
    switch (term.kind) {
      case SearchKind::name:
      case SearchKind::credit_code:
      case SearchKind::id_number:
      case SearchKind::mobile:
      case SearchKind::email:
        return ids(db_.rows(kByDigest, {{"value", search_digest(db_, term)}, {"limit", limit}}));
      case SearchKind::application_number:
        arguments.plain("above", term.value + "Z");
        return ids(db_.rows(kByNumber, arguments));
      case SearchKind::remark_code:
        return ids(db_.rows(kByRemarkCode, arguments));
      case SearchKind::certificate_serial:
        return ids(db_.rows(kByCertificate, arguments));
      case SearchKind::token_serial:
        arguments.plain("lower", lower(term.value));
        return ids(db_.rows(kByToken, arguments));
      case SearchKind::waybill:
        return ids(db_.rows(kByWaybill, arguments));
    }
    return {};
  }

 private:
  static std::vector<ApplicationId> ids(const std::vector<Row>& rows) {
    std::vector<ApplicationId> ids;
    for (const auto& row : rows) row.plain("id", ids.emplace_back());
    return ids;
  }

  Db& db_;
};

}  // namespace

std::unique_ptr<app::SearchStore> make_searches(Db& db) { return std::make_unique<Searches>(db); }

Statements search_statements() {
  return {kByDigest, kByNumber, kByRemarkCode, kByCertificate, kByToken, kByWaybill};
}

}  // namespace certhall::store
