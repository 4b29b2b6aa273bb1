#include "app/review.h"

#include <algorithm>

#include "app/act.h"
#include "app/transition.h"
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

std::int64_t submissions(const std::vector<Review>& reviews) {
  return 1 + std::count_if(reviews.begin(), reviews.end(), [](const Review& review) {
           return review.decision == ReviewDecision::return_for_correction;
         });
}

}  // namespace

ReviewQueue review_queue(const Hall& hall, const domain::Actor& staff) {
  return read(hall.store, [&](Transaction& tx) {
    ReviewQueue queue{.items = {},
                      .total = tx.applications().count_in_status(ApplicationStatus::in_review)};
    for (auto& application : tx.applications().in_status({ApplicationStatus::in_review}, 200)) {
      const auto payment = tx.payments().of_application(application.id);
      QueueItem item{.application = application,
                     .relying_application_name = sms_subject(tx, application).relying_application,
                     .payment_status = {},
                     .submissions = submissions(tx.reviews().of_application(application.id)),
                     .may_act = !tx.reviews().has_acted(application.id, StaffId{staff.id})};
      if (payment) item.payment_status = payment->status;
      queue.items.push_back(std::move(item));
    }
    return queue;
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
           each.status == domain::CertificateStatus::issued;
  });
}

ReviewCase load_case(Transaction& tx, const Hall& hall, const domain::Actor& staff,
                     Application application) {
  ReviewCase loaded{.file = load_case_file(tx, hall, std::move(application)),
                    .relying_application_name = {},
                    .reviewer_names = {},
                    .acted_before = false,
                    .in_production = false};
  const auto& stored = loaded.file.application();
  loaded.relying_application_name = sms_subject(tx, stored).relying_application;
  for (const auto& review : loaded.file.reviews) {
    const auto reviewer = tx.staff().find(review.staff_id);
    loaded.reviewer_names.push_back(reviewer ? reviewer->name : "");
  }
  loaded.acted_before = tx.reviews().has_acted(stored.id, StaffId{staff.id});
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
  if (auto problems = domain::validate_review_items(items); !problems.empty())
    return fail_fields(std::move(problems));
  return decide_case(hall, reviewer, id, revision,
                     {.event = ApplicationEvent::return_for_correction,
                      .review = {.decision = ReviewDecision::return_for_correction, .items = items},
                      .facts = {ApplicationFact::reason_given},
                      .title = "审核驳回，待修改",
                      .detail = domain::reasons_text(items)});
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
