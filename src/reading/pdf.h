#pragma once

#include <opencv2/core.hpp>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace certhall::reading {

/// Every page as a picture (BGR) of at most 2,000 pixels on its long side. Refuses what needs a
/// password, has no or more than ten pages, or cannot be drawn.
[[nodiscard]] Result<std::vector<cv::Mat>> draw_pdf(std::string_view bytes);

}  // namespace certhall::reading
