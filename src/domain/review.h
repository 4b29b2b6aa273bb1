#pragma once
// What reviewers decide and why.

#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class ReviewDecision { approve, return_for_correction, refuse, withdraw };
BOOST_DESCRIBE_ENUM(ReviewDecision, approve, return_for_correction, refuse, withdraw)

/// One thing to mend. `item` is a material's kind, "identity", or a field path
/// ("organization.name").
struct ReviewItem {
  std::string item;
  std::string reason;
  friend bool operator==(const ReviewItem&, const ReviewItem&) = default;
};
BOOST_DESCRIBE_STRUCT(ReviewItem, (), (item, reason))

struct Review {
  ApplicationId application_id;
  StaffId staff_id;
  ReviewDecision decision = ReviewDecision::approve;
  std::vector<ReviewItem> items;
  std::string note;                    // for refusals and withdrawals: the reason
  std::vector<std::string> checklist;  // codes of the points that were ticked
  Timestamp at;
  std::int64_t waited_minutes = -1;  // of working time since the submission; -1: unknown
};

}  // namespace certhall::domain
