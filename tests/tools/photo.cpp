#include "tools/photo.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "reading/picture.h"

namespace certhall::test {
namespace {

using Corners = std::array<cv::Point2f, 4>;

Corners place(cv::Size paper, cv::Size size, const Look& look, cv::RNG& random) {
  const double scale = 0.82 * std::min(static_cast<double>(size.width) / paper.width,
                                       static_cast<double>(size.height) / paper.height);
  const double angle = look.tilt_degrees * std::numbers::pi / 180;
  Corners corners;
  constexpr std::array<std::array<double, 2>, 4> kSigns{{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}};
  for (std::size_t i = 0; i < 4; ++i) {
    const double x = kSigns[i][0] * paper.width * scale / 2;
    const double y = kSigns[i][1] * paper.height * scale / 2;
    const double shift = look.perspective * size.width;
    corners[i] = {static_cast<float>(size.width / 2.0 + x * std::cos(angle) - y * std::sin(angle) +
                                     random.uniform(-shift, shift)),
                  static_cast<float>(size.height / 2.0 + x * std::sin(angle) + y * std::cos(angle) +
                                     random.uniform(-shift, shift))};
  }
  return corners;
}

cv::Mat on_desk(const cv::Mat& paper, cv::Size size, const Look& look, cv::RNG& random) {
  const auto width = static_cast<float>(paper.cols), height = static_cast<float>(paper.rows);
  const Corners from{{{0, 0}, {width, 0}, {width, height}, {0, height}}};
  const auto map = cv::getPerspectiveTransform(from, place(paper.size(), size, look, random));
  // Reduced with averaging first: a lens does not skip pixels either.
  cv::Mat desk(size, CV_8UC3, cv::Scalar(60, 86, 118));
  for (int y = 0; y < desk.rows; y += 23)
    cv::line(desk, {0, y}, {desk.cols, y + 9}, cv::Scalar(52, 76, 106), 3);
  cv::Mat mask, placed;
  cv::Mat white(paper.size(), CV_8UC1, cv::Scalar(255));
  cv::warpPerspective(paper, placed, map, size, cv::INTER_LINEAR);
  cv::warpPerspective(white, mask, map, size, cv::INTER_LINEAR);
  placed.copyTo(desk, mask > 127);
  return desk;
}

void light(cv::Mat& picture) {
  for (int y = 0; y < picture.rows; ++y) {
    auto* row = picture.ptr<cv::Vec3b>(y);
    for (int x = 0; x < picture.cols; ++x) {
      const double gain = 1.0 - 0.28 * x / picture.cols - 0.12 * y / picture.rows;
      for (int c = 0; c < 3; ++c) row[x][c] = cv::saturate_cast<uchar>(row[x][c] * gain);
    }
  }
}

}  // namespace

cv::Mat photograph(const cv::Mat& paper, cv::Size size, const Look& look, std::uint64_t seed) {
  cv::RNG random(seed * 7919 + 13);
  const double shrink = std::max(static_cast<double>(size.width) / paper.cols,
                                 static_cast<double>(size.height) / paper.rows);
  cv::Mat source = paper;
  if (shrink < 0.7) cv::resize(paper, source, {}, shrink, shrink, cv::INTER_AREA);
  cv::Mat picture;
  if (look.tilt_degrees == 0 && look.perspective == 0)
    cv::resize(source, picture, size, 0, 0, cv::INTER_AREA);
  else
    picture = on_desk(source, size, look, random);
  if (look.uneven_light) light(picture);
  if (look.blur > 0) cv::GaussianBlur(picture, picture, {}, look.blur);
  if (look.motion > 1) cv::blur(picture, picture, {look.motion, 1});
  if (look.noise > 0) {
    cv::Mat noise(picture.size(), CV_16SC3), noisy;
    random.fill(noise, cv::RNG::NORMAL, 0, look.noise);
    picture.convertTo(noisy, CV_16SC3);
    noisy += noise;
    noisy.convertTo(picture, CV_8UC3);
  }
  return picture;
}

void write_picture(const std::string& path, const cv::Mat& picture, int jpeg_quality) {
  if (!path.ends_with(".png")) {
    std::ofstream file(path, std::ios::binary);
    if (!(file << reading::encode_jpeg(picture, jpeg_quality)).flush())
      throw std::runtime_error("cannot write " + path);
    return;
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.cols);
  image.height = static_cast<png_uint_32>(picture.rows);
  image.format = PNG_FORMAT_BGR;
  if (!png_image_write_to_file(&image, path.c_str(), 0, picture.data,
                               static_cast<png_int_32>(picture.step), nullptr))
    throw std::runtime_error("cannot write " + path);
}

Look look_named(const std::string& name) {
  if (name == "clean") return kClean;
  if (name == "mild") return kMild;
  if (name == "hard") return kHard;
  throw std::invalid_argument("no look named " + name);
}

}  // namespace certhall::test
