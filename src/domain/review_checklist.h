#pragma once
// What a reviewer ticks before approving, and what he can return by name.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "domain/application.h"
#include "domain/review.h"

namespace certhall::domain {

struct ReviewPoint {
  std::string_view code;
  std::string_view text;
};

[[nodiscard]] std::span<const ReviewPoint> review_checklist(CertificateType type);
/// Every point of the type is ticked; unknown codes count for nothing.
[[nodiscard]] bool checklist_complete(CertificateType type, const std::vector<std::string>& ticked);

/// The Chinese name of a ReviewItem's `item`; nothing for what an application of this type does not
/// have, for the voucher (the finance desk's) and the card's photos (they belong to "identity").
[[nodiscard]] std::optional<std::string> item_title(CertificateType type, std::string_view item);
/// All items that can be returned for this type, in the order of the page.
[[nodiscard]] std::vector<std::string> returnable_items(CertificateType type);
/// What is wrong with the items of a return: none at all, unknown, twice, a reason missing or
/// longer than 200 characters ("items[1].reason").
[[nodiscard]] std::vector<FieldError> validate_review_items(CertificateType type,
                                                            const std::vector<ReviewItem>& items);
/// "申请表扫描件:未加盖公章;营业执照扫描件:照片不清晰", as it goes into the SMS.
[[nodiscard]] std::string reasons_text(CertificateType type, const std::vector<ReviewItem>& items);

}  // namespace certhall::domain
