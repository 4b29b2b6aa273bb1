#pragma once
// JPEG, PNG and WebP to pixels, and pixels to JPEG, by the format's own library each.

#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "reading/upload.h"

namespace certhall::reading {

/// BGR, upright by its EXIF orientation, at most kMostLongSide. Refuses by declared pixels before
/// anything is decoded, too small pictures, and what is damaged or cut off.
[[nodiscard]] Result<cv::Mat> decode_picture(std::string_view bytes, FileType type);

/// 1 to 8 as in Exif 2.32 clause 4.6.4 (tag 274); 1 where nothing is said.
[[nodiscard]] int exif_orientation(std::string_view jpeg);

[[nodiscard]] cv::Mat reduce(const cv::Mat& picture, int most_long_side);

/// `bgr` has 8 bits and three channels.
[[nodiscard]] std::string encode_jpeg(const cv::Mat& bgr, int quality);

}  // namespace certhall::reading
