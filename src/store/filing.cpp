#include "store/filing.h"

#include <algorithm>
#include <iterator>

#include "store/repositories.h"
#include "store/tally.h"
#include "store/text.h"

namespace certhall::store {
namespace {

constexpr Text kFiled("select certificate_type, received_at from application where id = :id");
constexpr Text kFile(
    "update application set certificate_type = :certificate_type, received_at = :received_at"
    " where id = :id");
constexpr Text kAddTerm(
    "insert into search_term (digest, application_id) values (:digest, :id) on conflict do "
    "nothing");
constexpr Text kDropTerm("delete from search_term where digest = :digest and application_id = :id");
// Of several the one in force; of those that were called off, that they were.
constexpr Text kFilePayment(
    "update application set payment_status = (select"
    " coalesce(max(case when p.status <> 'cancelled' then p.status end), max(p.status), '')"
    " from payment p where p.application_id = :id) where id = :id");

struct Filed {
  std::string certificate_type;  // empty: not yet
  Timestamp received_at;
};

Filed filed(Db& db, const ApplicationId& id) {
  Filed filed;
  for (const auto& row : db.rows(kFiled, {{"id", id}})) {
    row.plain("certificate_type", filed.certificate_type);
    row.plain("received_at", filed.received_at);
  }
  return filed;
}

void change_terms(Db& db, const ApplicationId& id, const std::vector<domain::SearchTerm>& before,
                  const std::vector<domain::SearchTerm>& after) {
  std::vector<domain::SearchTerm> gone, come;
  std::ranges::set_difference(before, after, std::back_inserter(gone));
  std::ranges::set_difference(after, before, std::back_inserter(come));
  for (const auto& term : gone)
    db.run(kDropTerm, {{"digest", search_digest(db, term)}, {"id", id}});
  for (const auto& term : come) db.run(kAddTerm, {{"digest", search_digest(db, term)}, {"id", id}});
}

}  // namespace

std::string search_digest(const Db& db, const domain::SearchTerm& term) {
  // Half of it is more than enough among some ten million, and halves the index.
  return db.digest(term.value, "search/" + std::string(enum_to_text(term.kind))).substr(0, 32);
}

void file_application(Db& db, const domain::Application* before, const domain::Application& after) {
  const Filed was = filed(db, after.id);
  const bool counted = before != nullptr && !was.certificate_type.empty();
  const CountedApplication now{
      .status = after.status,
      .certificate_type = after.details.certificate_type,
      .relying_application = after.relying_application,
      .received_at = was.received_at.ms != 0 ? was.received_at : after.submitted_at};
  const auto type = enum_to_text(now.certificate_type);
  if (was.certificate_type != type || was.received_at != now.received_at)
    db.run(kFile, {{"certificate_type", type}, {"received_at", now.received_at}, {"id", after.id}});
  const auto terms =
      counted ? domain::search_terms(before->details) : std::vector<domain::SearchTerm>{};
  change_terms(db, after.id, terms, domain::search_terms(after.details));
  if (!counted) return tally_application(db, nullptr, now);
  const CountedApplication then{.status = before->status,
                                .certificate_type = before->details.certificate_type,
                                .relying_application = before->relying_application,
                                .received_at = was.received_at};
  tally_application(db, &then, now);
}

void file_payment(Db& db, const ApplicationId& id) { db.run(kFilePayment, {{"id", id}}); }

Statements filing_statements() { return {kFiled, kFile, kAddTerm, kDropTerm, kFilePayment}; }

}  // namespace certhall::store
