#pragma once

#include <opencv2/core.hpp>
#include <optional>

namespace certhall::reading {

/// The card in a photo (BGR), cut out along its four edges and made level, 1284 × 810 pixels,
/// landscape but perhaps upside down. Nothing where no such four edges stand out.
[[nodiscard]] std::optional<cv::Mat> cut_out_card(const cv::Mat& photo);

}  // namespace certhall::reading
