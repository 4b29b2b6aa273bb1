#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::ExpiryNotice> {
  template <class Notice, class Columns>
  static void columns(Notice& notice, Columns& columns) {
    columns.plain("certificate_id", notice.certificate_id);
    columns.digest("holder_digest", notice.holder, "certificate_holder");
    columns.plain("not_after", notice.not_after);
    columns.plain("due_at", notice.due_at);
  }
};

namespace {

constexpr Text kPlan(
    "insert into expiry_notice (certificate_id, holder_digest, not_after, due_at)"
    " values (:certificate_id, :holder_digest, :not_after, :due_at)"
    " on conflict (certificate_id) do nothing");
constexpr Text kDue(
    "select certificate_id, not_after, due_at from expiry_notice"
    " where due_at > 0 and due_at <= :now order by due_at, certificate_id limit :limit");
constexpr Text kSetDue(
    "update expiry_notice set due_at = :due_at where certificate_id = :certificate_id");
constexpr Text kRenewals(
    "select count(*) as n from expiry_notice mine"
    " join expiry_notice later on later.holder_digest = mine.holder_digest"
    " and later.not_after > mine.not_after"
    " join certificate on certificate.id = later.certificate_id and certificate.status = 'issued'"
    " where mine.certificate_id = :certificate_id and mine.holder_digest <> ''"
    " and later.holder_digest <> ''");
constexpr Text kRemember(
    "insert into reminder (subject, occasion, sent_at) values (:subject, :occasion, :now)"
    " on conflict (subject, occasion) do nothing");
constexpr Text kPlanErasure(
    "insert into retention (application_id, due_at, erased_at) values (:id, :due_at, 0)"
    " on conflict (application_id) do update set due_at = excluded.due_at"
    " where retention.due_at < excluded.due_at");
constexpr Text kErasuresDue(
    "select application_id from retention where erased_at = 0 and due_at <= :now"
    " order by due_at, application_id limit :limit");
constexpr Text kSetErased("update retention set erased_at = :now where application_id = :id");

class Notices final : public app::NoticeStore {
 public:
  explicit Notices(Db& db) : db_(db) {}

  void plan(const app::ExpiryNotice& notice) override { db_.run(kPlan, db_.bind(notice)); }
  std::vector<app::ExpiryNotice> due(Timestamp now, std::int64_t limit) override {
    return db_.all<app::ExpiryNotice>(kDue, {{"now", now}, {"limit", limit}});
  }
  void set_due(const CertificateId& id, Timestamp due_at) override {
    db_.run(kSetDue, {{"certificate_id", id}, {"due_at", due_at}});
  }
  bool is_renewed(const CertificateId& id) override {
    return db_.number(kRenewals, {{"certificate_id", id}}) > 0;
  }
  bool remember(std::string_view subject, std::string_view occasion, Timestamp now) override {
    return db_.run(kRemember, {{"subject", subject}, {"occasion", occasion}, {"now", now}}) > 0;
  }
  void plan_erasure(const ApplicationId& id, Timestamp due_at) override {
    db_.run(kPlanErasure, {{"id", id}, {"due_at", due_at}});
  }
  std::vector<ApplicationId> erasures_due(Timestamp now, std::int64_t limit) override {
    std::vector<ApplicationId> ids;
    for (Row& row : db_.rows(kErasuresDue, {{"now", now}, {"limit", limit}}))
      row.plain("application_id", ids.emplace_back());
    return ids;
  }
  void set_erased(const ApplicationId& id, Timestamp now) override {
    db_.run(kSetErased, {{"id", id}, {"now", now}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::NoticeStore> make_notices(Db& db) { return std::make_unique<Notices>(db); }

Statements notice_statements() {
  return {kPlan, kDue, kSetDue, kRenewals, kRemember, kPlanErasure, kErasuresDue, kSetErased};
}

}  // namespace certhall::store
