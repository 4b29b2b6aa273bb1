#pragma once
// Makes a drawn paper or card look photographed.

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>

namespace certhall::test {

struct Look {
  double tilt_degrees = 0;  // how far it lies askew
  double perspective = 0;   // share of the width by which corners move, such as 0.05
  double blur = 0;          // standard deviation in pixels of the finished picture
  int motion = 0;           // length of a horizontal smear in pixels
  double noise = 0;         // standard deviation in grey levels
  bool uneven_light = false;
  int jpeg_quality = 90;
};
inline constexpr Look kClean{.jpeg_quality = 92};
inline constexpr Look kMild{.tilt_degrees = 3,
                            .perspective = 0.02,
                            .blur = 0.9,
                            .noise = 5,
                            .uneven_light = true,
                            .jpeg_quality = 80};
inline constexpr Look kHard{.tilt_degrees = 8,
                            .perspective = 0.05,
                            .blur = 1.5,
                            .motion = 4,
                            .noise = 10,
                            .uneven_light = true,
                            .jpeg_quality = 60};

/// The paper on a wooden desk, filling about 80 % of a picture of `size`; equal seeds, equal
/// pictures. Without tilt and perspective the paper alone, as from a scanner.
[[nodiscard]] cv::Mat photograph(const cv::Mat& paper, cv::Size size, const Look& look,
                                 std::uint64_t seed = 1);

/// PNG or JPEG by the name's end; throws std::runtime_error where it cannot.
void write_picture(const std::string& path, const cv::Mat& picture, int jpeg_quality = 90);

/// clean, mild, hard; throws std::invalid_argument for another name.
[[nodiscard]] Look look_named(const std::string& name);

}  // namespace certhall::test
