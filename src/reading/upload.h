#pragma once
// What somebody uploaded, as pictures. Everything here runs in the jailed child only.

#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace certhall::reading {

inline constexpr std::size_t kMostBytes = 10U << 20;
inline constexpr std::int64_t kMostPixels = 50'000'000;
inline constexpr int kMostPages = 10;
/// An A4 page below this shows ten-point text with fewer than ten pixels of height.
inline constexpr int kLeastShortSide = 480;
inline constexpr int kLeastLongSide = 800;
/// Larger pictures are reduced at once: nothing that is looked for needs more.
inline constexpr int kMostLongSide = 4000;

enum class FileType { jpeg, png, webp, pdf };

[[nodiscard]] std::string_view media_type(FileType type);

/// By the first bytes. Fails with a text that names what it is instead (HEIC, Word, …).
[[nodiscard]] Result<FileType> detect_type(std::string_view bytes);

/// `claimed` is a media type, or empty when nothing was claimed. Says which of the two is wrong.
[[nodiscard]] Status check_claim(FileType actual, std::string_view claimed);

struct Upload {
  FileType type = FileType::jpeg;
  std::vector<cv::Mat> pages;  // BGR, upright
};

/// Refuses by size, type, pixels (before decoding) and damage. The least sizes are for pictures;
/// pages of a PDF are drawn at 2,000 pixels.
[[nodiscard]] Result<Upload> load_upload(std::string_view bytes, std::string_view claimed);

}  // namespace certhall::reading
