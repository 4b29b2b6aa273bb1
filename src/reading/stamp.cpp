#include "reading/stamp.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "reading/picture.h"

namespace certhall::reading {
namespace {

constexpr int kLongSide = 1200;
constexpr double kLeastRedness = 32;  // R above the stronger of G and B, in grey levels

/// White where the ink is: redness, so that light and shadow do not matter. In ink, green and blue
/// are about equal; in the brown of a desk and the gold of a frame they are far apart.
cv::Mat red_ink(const cv::Mat& page) {
  cv::Mat smooth;
  cv::GaussianBlur(reduce(page, kLongSide), smooth, {3, 3}, 0);
  std::vector<cv::Mat> channels;
  cv::split(smooth, channels);
  cv::Mat others, redness, brownness;
  cv::max(channels[0], channels[1], others);
  cv::subtract(channels[2], others, redness);
  cv::absdiff(channels[0], channels[1], brownness);
  return (redness > kLeastRedness) & (redness > brownness * 1.5);
}

bool is_stamp(const cv::Mat& ink, const cv::Mat& group) {
  const cv::Rect box = cv::boundingRect(group);
  const double shorter = std::min(box.width, box.height), longer = std::max(box.width, box.height);
  const double page = std::min(ink.cols, ink.rows);
  constexpr double kSmallest = 0.09, kLargest = 0.5;  // of the page's short side
  const cv::Rect inside(1, 1, ink.cols - 2, ink.rows - 2);
  if ((box & inside) != box) return false;  // a desk runs on beyond the picture, a seal does not
  if (longer < kSmallest * page || longer > kLargest * page) return false;
  if (shorter / longer < 0.6) return false;  // oval seals and views from the side pass
  const double filled = cv::countNonZero(ink(box)) / static_cast<double>(box.area());
  return filled > 0.06 && filled < 0.5;  // an emblem is filled, an impression is mostly paper
}

}  // namespace

bool has_red_stamp(const cv::Mat& page) {
  const cv::Mat ink = red_ink(page);
  cv::Mat joined;
  constexpr int kGap = 15;  // joins ring, letters and star, each broken by poor ink
  cv::morphologyEx(ink, joined, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {kGap, kGap}));
  std::vector<std::vector<cv::Point>> groups;
  cv::findContours(joined, groups, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  return std::ranges::any_of(groups,
                             [&](const auto& group) { return is_stamp(ink, cv::Mat(group)); });
}

}  // namespace certhall::reading
