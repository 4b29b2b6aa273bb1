#pragma once
// Review: the queue by the one-working-day clock, and the three decisions. Whoever decided once
// about an application does not decide again on it.

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
  bool in_production = false;  // a station has it, or a certificate of it is alive
};
[[nodiscard]] Result<ReviewCase> review_case(const Hall& hall, const domain::Actor& staff,
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
