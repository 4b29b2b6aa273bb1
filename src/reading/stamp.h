#pragma once

#include <opencv2/core.hpp>

namespace certhall::reading {

/// True where something red is about as large and as round as a seal (some 40 to 60 mm)
/// and mostly paper inside, as an impression is and the red emblem on a licence is not. A hint:
/// a red logo may pass, a pale impression may not.
[[nodiscard]] bool has_red_stamp(const cv::Mat& page);

}  // namespace certhall::reading
