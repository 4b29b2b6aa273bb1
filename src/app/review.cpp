#include "app/review.h"

#include <algorithm>

#include "app/act.h"
#include "app/calendar.h"
#include "app/transition.h"
#include "app/worklist.h"
#include "base/encoding.h"
#include "domain/identity_workflow.h"
#include "domain/review_checklist.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::ApplicationEvent;
using domain::ApplicationFact;
using domain::ApplicationStatus;
using domain::Review;
using domain::ReviewDecision;

const ApplicationFilter kInReview{.status = ApplicationStatus::in_review, .by_due = true};

/// The name of another who looks at it just now.
std::optional<std::string> claimed_by_another(Transaction& tx, const Hall& hall,
                                              const domain::Actor& staff,
                                              const std::optional<ReviewClaim>& claim) {
  if (!claim || claim->lease_until <= hall.clock.now() || claim->staff_id.value == staff.id)
    return std::nullopt;
  const auto other = tx.staff().find(claim->staff_id);
  return other ? std::optional{other->name} : std::nullopt;
}

}  // namespace

ReviewQueue review_queue(const Hall& hall, const domain::Actor& staff) {
  return read(hall.store, [&](Transaction& tx) {
    ReviewQueue queue{
        .items = {},
        .total = tx.tallies().amount(tally::kStatus, enum_to_text(ApplicationStatus::in_review))};
    const auto rows = tx.worklists().page(kInReview, {}, 200);
    const auto states = tx.reviews().states(ids_of(rows), StaffId{staff.id});
    for (auto& listed : load_listed(tx, rows)) {
      const auto& state = states.at(listed.application.id);
      queue.items.push_back({.application = std::move(listed.application),
                             .relying_application_name = std::move(listed.relying_application_name),
                             .payment_status = listed.payment_status,
                             .submissions = 1 + state.returns,
                             .may_act = !state.acted,
                             .claimed_by = claimed_by_another(tx, hall, staff, state.claim)});
    }
    return queue;
  });
}

namespace {

/// The first behind `place` that this reviewer may decide on and nobody else looks at. Of the
/// most urgent thousand: whoever finds nothing among them is not short of work.
std::optional<ApplicationId> first_free(Transaction& tx, const Hall& hall,
                                        const domain::Actor& reviewer, const ApplicationId& left,
                                        std::optional<ListPlace> place) {
  for (int page = 0; page < 20; ++page) {
    const auto rows = tx.worklists().page(kInReview, place, 50);
    const auto states = tx.reviews().states(ids_of(rows), StaffId{reviewer.id});
    for (const auto& row : rows) {
      const auto& state = states.at(row.id);
      if (row.id == left || state.acted) continue;
      if (!claimed_by_another(tx, hall, reviewer, state.claim)) return row.id;
    }
    if (rows.size() < 50) return std::nullopt;
    place = ListPlace{.at = rows.back().due_at, .id = rows.back().id.value};
  }
  return std::nullopt;
}

void claim_review(Transaction& tx, const Hall& hall, const domain::Actor& reviewer,
                  const ApplicationId& id) {
  const Timestamp now = hall.clock.now();
  tx.reviews().claim({.application_id = id,
                      .staff_id = StaffId{reviewer.id},
                      .claimed_at = now,
                      .lease_until = now + kReviewLease},
                     now);
}

}  // namespace

std::optional<ApplicationId> next_review(const Hall& hall, const domain::Actor& reviewer,
                                         const ApplicationId& left) {
  std::optional<ApplicationId> next;
  (void)write(hall.store, [&](Transaction& tx) -> Status {
    std::optional<ListPlace> place;
    if (const auto stood = tx.applications().find(left)) {
      tx.reviews().release(left, StaffId{reviewer.id});
      if (stood->status == ApplicationStatus::in_review)
        place = ListPlace{.at = stood->due_at, .id = left.value};
    }
    next = first_free(tx, hall, reviewer, left, place);
    if (!next && place) next = first_free(tx, hall, reviewer, left, std::nullopt);
    if (next) claim_review(tx, hall, reviewer, *next);
    return {};
  });
  return next;
}

Result<std::optional<std::string>> keep_review(const Hall& hall, const domain::Actor& reviewer,
                                               const ApplicationId& id) {
  return write(hall.store, [&](Transaction& tx) -> Result<std::optional<std::string>> {
    const auto application = tx.applications().find(id);
    if (!application || application->status == ApplicationStatus::draft)
      return fail(ErrorCode::not_found, "没有这张业务单");
    if (application->status == ApplicationStatus::in_review) claim_review(tx, hall, reviewer, id);
    return claimed_by_another(tx, hall, reviewer, tx.reviews().claim_of(id));
  });
}

namespace {

/// A station works on it, or left certificates that are reserved or good.
bool in_production(Transaction& tx, const Hall& hall, const ApplicationId& id) {
  const auto claim = tx.production().claim_of(id);
  if (claim && claim->lease_until > hall.clock.now()) return true;
  const auto certificates = tx.certificates().of_application(id);
  return std::any_of(certificates.begin(), certificates.end(), [](const auto& each) {
    return each.status == domain::CertificateStatus::reserved ||
           each.status == domain::CertificateStatus::issued ||
           each.status == domain::CertificateStatus::suspended;
  });
}

ReviewCase load_case(Transaction& tx, const Hall& hall, const domain::Actor& staff,
                     Application application) {
  ReviewCase loaded{.file = load_case_file(tx, hall, std::move(application)),
                    .relying_application_name = {},
                    .reviewer_names = {},
                    .acted_before = false,
                    .claimed_by = {}};
  const auto& stored = loaded.file.application();
  loaded.relying_application_name = sms_subject(tx, stored).relying_application;
  for (const auto& review : loaded.file.reviews) {
    const auto reviewer = tx.staff().find(review.staff_id);
    loaded.reviewer_names.push_back(reviewer ? reviewer->name : "");
  }
  loaded.acted_before = tx.reviews().has_acted(stored.id, StaffId{staff.id});
  loaded.claimed_by = claimed_by_another(tx, hall, staff, tx.reviews().claim_of(stored.id));
  loaded.in_production = in_production(tx, hall, stored.id);
  return loaded;
}

auto no_such_application() { return fail(ErrorCode::not_found, "没有这张业务单"); }

}  // namespace

Result<ReviewCase> review_case(const Hall& hall, const domain::Actor& staff,
                               const ApplicationId& id) {
  return write(hall.store, [&](Transaction& tx) -> Result<ReviewCase> {
    auto application = tx.applications().find(id);
    if (!application || application->status == ApplicationStatus::draft)
      return no_such_application();
    audit(tx, hall.clock.now(), staff, "application.look", subject_of(id));
    if (staff.roles.has(domain::Role::reviewer) &&
        application->status == ApplicationStatus::in_review &&
        !tx.reviews().has_acted(id, StaffId{staff.id}))
      claim_review(tx, hall, staff, id);
    return load_case(tx, hall, staff, std::move(*application));
  });
}

namespace {

struct Verdict {
  ApplicationEvent event;
  Review review;
  domain::EnumSet<ApplicationFact> facts;
  std::string title, detail;
};

/// The reviewer doubts who the person is: the phone is asked for again.
Status doubt_identity(Transaction& tx, const Hall& hall, const domain::Actor& reviewer,
                      const ApplicationId& id) {
  auto identity = tx.identities().of_application(id);
  if (!identity || identity->status != domain::IdentityStatus::verified) return {};
  ASSIGN_OR_RETURN(decision,
                   domain::decide(identity->status, domain::IdentityEvent::doubt, reviewer, {}));
  identity->status = decision.to;
  identity->phone_digest.clear();
  identity->front_taken = identity->back_taken = false;
  identity->updated_at = hall.clock.now();
  if (!tx.identities().update(*identity)) return stale();
  return {};
}

Result<ReviewCase> decide_case(const Hall& hall, const domain::Actor& reviewer,
                               const ApplicationId& id, std::int64_t revision, Verdict verdict) {
  return act(hall, [&](Transaction& tx) -> Result<ReviewCase> {
    auto application = tx.applications().find(id);
    if (!application) return no_such_application();
    if (application->revision != revision) return stale();
    const Timestamp now = hall.clock.now();
    verdict.review.waited_minutes =
        working_calendar(tx, hall).working_minutes(application->submitted_at, now);
    verdict.facts.add(ApplicationFact::not_acted_before,
                      !tx.reviews().has_acted(id, StaffId{reviewer.id}));
    verdict.facts.add(ApplicationFact::checklist_complete,
                      domain::checklist_complete(application->details.certificate_type,
                                                 verdict.review.checklist));
    verdict.facts.add(ApplicationFact::not_in_production, !in_production(tx, hall, id));
    RETURN_IF_ERROR(apply(tx, hall, *application,
                          {.event = verdict.event,
                           .actor = reviewer,
                           .facts = verdict.facts,
                           .title = verdict.title,
                           .detail = verdict.detail}));
    verdict.review.application_id = id;
    verdict.review.staff_id = StaffId{reviewer.id};
    verdict.review.at = now;
    for (const auto& item : verdict.review.items)
      if (item.item == "identity") RETURN_IF_ERROR(doubt_identity(tx, hall, reviewer, id));
    tx.reviews().insert(verdict.review);
    tx.reviews().add_act(id, StaffId{reviewer.id}, enum_to_text(verdict.review.decision), now);
    tx.reviews().release(id, StaffId{reviewer.id});
    return load_case(tx, hall, reviewer, std::move(*application));
  });
}

}  // namespace

Result<ReviewCase> approve(const Hall& hall, const domain::Actor& reviewer, const ApplicationId& id,
                           std::int64_t revision, const std::vector<std::string>& checklist) {
  return decide_case(hall, reviewer, id, revision,
                     {.event = ApplicationEvent::approve,
                      .review = {.decision = ReviewDecision::approve, .checklist = checklist},
                      .facts = {},
                      .title = "审核通过",
                      .detail = ""});
}

Result<ReviewCase> return_for_correction(const Hall& hall, const domain::Actor& reviewer,
                                         const ApplicationId& id, std::int64_t revision,
                                         const std::vector<domain::ReviewItem>& items) {
  const auto application =
      read(hall.store, [&](Transaction& tx) { return tx.applications().find(id); });
  if (!application) return no_such_application();
  const auto type = application->details.certificate_type;
  if (auto problems = domain::validate_review_items(type, items); !problems.empty())
    return fail_fields(std::move(problems));
  return decide_case(hall, reviewer, id, revision,
                     {.event = ApplicationEvent::return_for_correction,
                      .review = {.decision = ReviewDecision::return_for_correction, .items = items},
                      .facts = {ApplicationFact::reason_given},
                      .title = "审核驳回，待修改",
                      .detail = domain::reasons_text(type, items)});
}

Result<ReviewCase> refuse(const Hall& hall, const domain::Actor& reviewer, const ApplicationId& id,
                          std::int64_t revision, std::string_view reason) {
  const auto characters = to_code_points(reason).size();
  if (characters == 0 || characters > 200)
    return fail_fields({{"reason", "请填写拒绝办理的原因（不超过 200 字），申请人会收到这段文字"}});
  return decide_case(hall, reviewer, id, revision,
                     {.event = ApplicationEvent::refuse,
                      .review = {.decision = ReviewDecision::refuse, .note = std::string(reason)},
                      .facts = {ApplicationFact::reason_given},
                      .title = "不予办理",
                      .detail = std::string(reason)});
}

Result<ReviewCase> withdraw(const Hall& hall, const domain::Actor& reviewer,
                            const ApplicationId& id, std::int64_t revision,
                            std::string_view reason) {
  const auto characters = to_code_points(reason).size();
  if (characters == 0 || characters > 200)
    return fail_fields({{"reason", "请填写撤销的原因（不超过 200 字），申请人会收到这段文字"}});
  return decide_case(hall, reviewer, id, revision,
                     {.event = ApplicationEvent::withdraw,
                      .review = {.decision = ReviewDecision::withdraw, .note = std::string(reason)},
                      .facts = {ApplicationFact::reason_given},
                      .title = "审核通过已撤销",
                      .detail = std::string(reason)});
}

}  // namespace certhall::app
