#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace certhall::reading {

/// The texts of the QR codes on a page (BGR), each once. A photo of a printed page is tried in
/// several sizes and contrasts until something is found.
[[nodiscard]] std::vector<std::string> find_qr_codes(const cv::Mat& page);

}  // namespace certhall::reading
