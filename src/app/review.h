#pragma once
// Review: the queue by the one-working-day clock, and the three decisions. Whoever decided once
// about an application does not decide again on it.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/case_file.h"
#include "app/hall.h"

namespace certhall::app {

struct QueueItem {
  domain::Application application;
  std::string relying_application_name;
  std::optional<domain::PaymentStatus> payment_status;
  std::int64_t submissions = 1;
  bool may_act = false;
  std::optional<std::string> claimed_by{};  // another who looks at it just now
};
struct ReviewQueue {
  std::vector<QueueItem> items;  // most urgent first
  std::int64_t total = 0;
};
[[nodiscard]] ReviewQueue review_queue(const Hall& hall, const domain::Actor& staff);

/// The case as staff see it; the look itself is audited.
struct ReviewCase {
  CaseFile file;
  std::string relying_application_name;
  std::vector<std::string> reviewer_names;  // of file.reviews, same order
  bool acted_before = false;
  std::optional<std::string> claimed_by{};  // another who looks at it just now
  bool in_production = false;               // a station has it, or a certificate of it is alive
};
[[nodiscard]] Result<ReviewCase> review_case(const Hall& hall, const domain::Actor& staff,
                                             const ApplicationId& id);

/// How long an application counts as looked at after its page was last heard of.
inline constexpr std::chrono::minutes kReviewLease{3};

/// The most urgent that this reviewer may decide on and nobody else looks at, behind `left` first;
/// it is his from now on, and `left` free again. Nothing when there is none.
[[nodiscard]] std::optional<ApplicationId> next_review(const Hall& hall,
                                                       const domain::Actor& reviewer,
                                                       const ApplicationId& left);
/// The page is still open: one's own claim is prolonged. Answers who else looks at it.
[[nodiscard]] Result<std::optional<std::string>> keep_review(const Hall& hall,
                                                             const domain::Actor& reviewer,
                                                             const ApplicationId& id);

[[nodiscard]] Result<ReviewCase> approve(const Hall& hall, const domain::Actor& reviewer,
                                         const ApplicationId& id, std::int64_t revision,
                                         const std::vector<std::string>& checklist);
[[nodiscard]] Result<ReviewCase> return_for_correction(
    const Hall& hall, const domain::Actor& reviewer, const ApplicationId& id, std::int64_t revision,
    const std::vector<domain::ReviewItem>& items);
[[nodiscard]] Result<ReviewCase> refuse(const Hall& hall, const domain::Actor& reviewer,
                                        const ApplicationId& id, std::int64_t revision,
                                        std::string_view reason);

/// Takes an approval back before anything is made: refused, money and invoice go back. By a
/// reviewer who has not acted on it; not while a station has it.
[[nodiscard]] Result<ReviewCase> withdraw(const Hall& hall, const domain::Actor& reviewer,
                                          const ApplicationId& id, std::int64_t revision,
                                          std::string_view reason);

}  // namespace certhall::app
