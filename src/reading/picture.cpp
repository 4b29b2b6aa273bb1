#include "reading/picture.h"

#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace certhall::reading {
namespace {

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::invalid, "无法打开该图片，文件已损坏或没有传完，请重新保存或重拍后再上传");
}

Status check_pixels(std::int64_t width, std::int64_t height) {
  if (width <= 0 || height <= 0) return damaged();
  const auto size = std::to_string(width) + "×" + std::to_string(height);
  if (width > kMostPixels || height > kMostPixels || width * height > kMostPixels)
    return fail(ErrorCode::too_large, "图片有 " + size + " 像素，超过 5000 万像素，请缩小后再上传");
  if (std::min(width, height) < kLeastShortSide || std::max(width, height) < kLeastLongSide)
    return fail(ErrorCode::invalid,
                "图片只有 " + size + " 像素，看不清文字，请用至少 800×480 像素重新拍照或扫描");
  return {};
}

struct TurboDeleter {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using Turbo = std::unique_ptr<void, TurboDeleter>;

/// Decodes at 1/2, 1/4 or 1/8 where that is still large enough: eight times quicker for a photo.
tjscalingfactor choose_scale(int long_side) {
  tjscalingfactor scale{1, 1};
  while (scale.denom < 8 && long_side / (scale.denom * 2) >= kMostLongSide) scale.denom *= 2;
  return scale;
}

Result<cv::Mat> decode_jpeg(std::string_view bytes) {
  const Turbo turbo(tjInitDecompress());
  int width = 0, height = 0, sampling = 0, colours = 0;
  if (tjDecompressHeader3(turbo.get(), data_of(bytes), bytes.size(), &width, &height, &sampling,
                          &colours) != 0)
    return damaged();
  RETURN_IF_ERROR(check_pixels(width, height));
  if (colours == TJCS_CMYK || colours == TJCS_YCCK)
    return fail(ErrorCode::unsupported_type,
                "这是印刷用的 CMYK 图片，请另存为 RGB 颜色的 JPG 后再上传");
  const auto scale = choose_scale(std::max(width, height));
  cv::Mat picture(TJSCALED(height, scale), TJSCALED(width, scale), CV_8UC3);
  const int status =
      tjDecompress2(turbo.get(), data_of(bytes), bytes.size(), picture.data, picture.cols,
                    static_cast<int>(picture.step), picture.rows, TJPF_BGR, 0);
  // Warnings about stray bytes are common in photos; only a cut-off file is a damaged one.
  if (status != 0 && (tjGetErrorCode(turbo.get()) == TJERR_FATAL ||
                      std::strstr(tjGetErrorStr2(turbo.get()), "remature") != nullptr))
    return damaged();
  return picture;
}

Result<cv::Mat> decode_png(std::string_view bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, decltype(&png_image_free)> guard(&image, png_image_free);
  if (!png_image_begin_read_from_memory(&image, bytes.data(), bytes.size())) return damaged();
  RETURN_IF_ERROR(check_pixels(image.width, image.height));
  image.format = PNG_FORMAT_BGR;
  cv::Mat picture(static_cast<int>(image.height), static_cast<int>(image.width), CV_8UC3);
  const png_color white{255, 255, 255};
  if (!png_image_finish_read(&image, &white, picture.data, static_cast<int>(picture.step), nullptr))
    return damaged();
  return picture;
}

Result<cv::Mat> decode_webp(std::string_view bytes) {
  int width = 0, height = 0;
  if (!WebPGetInfo(data_of(bytes), bytes.size(), &width, &height)) return damaged();
  RETURN_IF_ERROR(check_pixels(width, height));
  cv::Mat picture(height, width, CV_8UC3);
  if (!WebPDecodeBGRInto(data_of(bytes), bytes.size(), picture.data, picture.total() * 3,
                         static_cast<int>(picture.step)))
    return damaged();
  return picture;
}

void apply_orientation(cv::Mat& picture, int orientation) {
  if (orientation >= 5) cv::transpose(picture, picture);
  switch (orientation) {
    case 2:
    case 6:
      return cv::flip(picture, picture, 1);
    case 3:
    case 7:
      return cv::flip(picture, picture, -1);
    case 4:
    case 8:
      return cv::flip(picture, picture, 0);
    default:
      return;
  }
}

Result<cv::Mat> decode(std::string_view bytes, FileType type) {
  switch (type) {
    case FileType::jpeg:
      return decode_jpeg(bytes);
    case FileType::png:
      return decode_png(bytes);
    case FileType::webp:
      return decode_webp(bytes);
    case FileType::pdf:
      break;
  }
  throw std::logic_error("a PDF is no picture");
}

}  // namespace

Result<cv::Mat> decode_picture(std::string_view bytes, FileType type) {
  ASSIGN_OR_RETURN(picture, decode(bytes, type));
  if (type == FileType::jpeg) apply_orientation(picture, exif_orientation(bytes));
  return reduce(picture, kMostLongSide);
}

int exif_orientation(std::string_view jpeg) {
  const auto at = [&](std::size_t i) -> unsigned {
    return i < jpeg.size() ? static_cast<unsigned char>(jpeg[i]) : 0;
  };
  const auto big = [&](std::size_t i) { return at(i) << 8 | at(i + 1); };
  std::size_t segment = 2;
  while (at(segment) == 0xFF && at(segment + 1) != 0xE1 && at(segment + 1) != 0xDA)
    segment += 2 + big(segment + 2);
  const std::size_t tiff = segment + 10;
  if (big(segment) != 0xFFE1 ||
      jpeg.substr(0, tiff).substr(segment + 4) != std::string_view("Exif\0\0", 6))
    return 1;
  const bool little = at(tiff) == 'I';
  const auto u16 = [&](std::size_t i) { return little ? at(i + 1) << 8 | at(i) : big(i); };
  const auto u32 = [&](std::size_t i) -> std::size_t {
    return little ? u16(i + 2) << 16 | u16(i) : u16(i) << 16 | u16(i + 2);
  };
  const std::size_t directory = tiff + u32(tiff + 4);
  constexpr unsigned kOrientation = 274;
  for (std::size_t i = 0; i < u16(directory); ++i) {
    const std::size_t entry = directory + 2 + i * 12;
    if (u16(entry) != kOrientation) continue;
    const auto value = static_cast<int>(u16(entry + 8));
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

cv::Mat reduce(const cv::Mat& picture, int most_long_side) {
  const double scale = static_cast<double>(most_long_side) / std::max(picture.cols, picture.rows);
  if (scale >= 1) return picture;
  const cv::Size size(std::max(1, cvRound(picture.cols * scale)),
                      std::max(1, cvRound(picture.rows * scale)));
  cv::Mat smaller;
  cv::resize(picture, smaller, size, 0, 0, cv::INTER_AREA);
  return smaller;
}

std::string encode_jpeg(const cv::Mat& bgr, int quality) {
  const Turbo turbo(tjInitCompress());
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  const int status =
      tjCompress2(turbo.get(), bgr.data, bgr.cols, static_cast<int>(bgr.step), bgr.rows, TJPF_BGR,
                  &buffer, &size, TJSAMP_420, quality, TJFLAG_ACCURATEDCT);
  const std::unique_ptr<unsigned char, decltype(&tjFree)> guard(buffer, tjFree);
  if (status != 0) throw std::runtime_error("JPEG encoder failed");
  return {reinterpret_cast<const char*>(buffer), size};
}

}  // namespace certhall::reading
