#pragma once

#include <opencv2/core.hpp>

namespace certhall::reading {

struct Sharpness {
  bool blank = false;  // nothing on it that could be sharp
  double value = 0;
};

/// How crisp the edges on a page (BGR) are; see sharpness.cpp for measured values.
[[nodiscard]] Sharpness measure_sharpness(const cv::Mat& page);

/// Below this, ten-point text on an A4 page cannot be read with certainty.
extern const double kLeastSharpness;

}  // namespace certhall::reading
