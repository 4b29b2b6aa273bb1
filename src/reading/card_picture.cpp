#include "reading/card_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "reading/picture.h"

namespace certhall::reading {
namespace {

constexpr int kSearchSide = 800;
constexpr int kCardWidth = 1284, kCardHeight = 810;  // 15 pixels per millimetre of ID-1
constexpr double kAspect = 85.6 / 54.0;
constexpr double kLeastShare = 0.12, kMostShare = 0.97;  // of the photo

using Quad = std::array<cv::Point2f, 4>;

double length(cv::Point2f a, cv::Point2f b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// Upper left, upper right, lower right, lower left, with the long sides above and below.
Quad in_order(const std::vector<cv::Point>& corners) {
  Quad quad;
  std::ranges::copy(corners, quad.begin());
  const auto middle = std::accumulate(quad.begin(), quad.end(), cv::Point2f()) / 4;
  std::ranges::sort(quad, {}, [&](cv::Point2f p) {  // clockwise on a screen, from the upper left
    return std::atan2(p.y - middle.y, p.x - middle.x);
  });
  const double across = length(quad[0], quad[1]) + length(quad[2], quad[3]);
  const double down = length(quad[1], quad[2]) + length(quad[3], quad[0]);
  if (down > across) std::rotate(quad.begin(), quad.begin() + 1, quad.end());
  return quad;
}

bool looks_like_card(const Quad& quad) {
  const double wide = length(quad[0], quad[1]) + length(quad[2], quad[3]);
  const double high = length(quad[1], quad[2]) + length(quad[3], quad[0]);
  const double ratio = wide / std::max(high, 1.0) / kAspect;
  return ratio > 0.75 && ratio < 1.33;
}

std::optional<Quad> largest_quad(const cv::Mat& edges) {
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(edges, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  std::optional<Quad> best;
  const auto photo = static_cast<double>(edges.total());
  double best_area = kLeastShare * photo;
  for (const auto& contour : contours) {
    std::vector<cv::Point> hull, corners;
    cv::convexHull(contour, hull);
    cv::approxPolyDP(hull, corners, 0.03 * cv::arcLength(hull, true), true);
    const double area = cv::contourArea(corners);
    if (corners.size() != 4 || area < best_area || area > kMostShare * photo) continue;
    const auto quad = in_order(corners);
    if (!looks_like_card(quad)) continue;
    best = quad;
    best_area = area;
  }
  return best;
}

}  // namespace

std::optional<cv::Mat> cut_out_card(const cv::Mat& photo) {
  const cv::Mat small = reduce(photo, kSearchSide);
  cv::Mat grey, bright, edges;
  cv::cvtColor(small, grey, cv::COLOR_BGR2GRAY);
  cv::GaussianBlur(grey, grey, {7, 7}, 0);
  cv::threshold(grey, bright, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  const auto closed = cv::getStructuringElement(cv::MORPH_RECT, {9, 9});
  cv::morphologyEx(bright, bright, cv::MORPH_OPEN, closed);
  auto quad = largest_quad(bright);
  if (!quad) {  // a bright desk: the edges themselves
    cv::Canny(grey, edges, 30, 90);
    cv::morphologyEx(edges, edges, cv::MORPH_CLOSE, closed);
    quad = largest_quad(edges);
  }
  if (!quad) return std::nullopt;
  const float scale = static_cast<float>(photo.cols) / static_cast<float>(small.cols);
  for (auto& corner : *quad) corner *= scale;
  const Quad card{{{0, 0}, {kCardWidth, 0}, {kCardWidth, kCardHeight}, {0, kCardHeight}}};
  cv::Mat level;
  cv::warpPerspective(photo, level, cv::getPerspectiveTransform(*quad, card),
                      {kCardWidth, kCardHeight}, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  return level;
}

}  // namespace certhall::reading
