#include <algorithm>
#include <iterator>

#include "reading/picture.h"
#include "reading/qr_code.h"
#include "reading/reader.h"
#include "reading/sharpness.h"
#include "reading/stamp.h"
#include "reading/upload.h"

namespace certhall::reading {
namespace {

constexpr int kPreviewSide = 2000;
constexpr int kPreviewQuality = 82;

/// " 第 2 页" where there are several.
std::string page_name(std::size_t index, std::size_t count) {
  return count == 1 ? "照片" : "第 " + std::to_string(index + 1) + " 页";
}

app::PagePreview preview(const cv::Mat& page) {
  const auto sharpness = measure_sharpness(page);
  const cv::Mat small = reduce(page, kPreviewSide);
  return {.jpeg = encode_jpeg(small, kPreviewQuality),
          .width = small.cols,
          .height = small.rows,
          .sharpness = sharpness.value,
          .blank = sharpness.blank};
}

}  // namespace

Result<app::MaterialReading> check_material(std::string_view bytes, std::string_view claimed_type) {
  ASSIGN_OR_RETURN(upload, load_upload(bytes, claimed_type));
  app::MaterialReading reading{.media_type = std::string(media_type(upload.type))};
  for (const auto& page : upload.pages) {
    reading.pages.push_back(preview(page));
    const auto& last = reading.pages.back();
    if (!last.blank && last.sharpness < kLeastSharpness)
      return fail(ErrorCode::invalid,
                  page_name(reading.pages.size() - 1, upload.pages.size()) +
                      "太模糊，看不清文字：请在光线充足处对准文件、持稳手机后重拍，或用扫描仪扫描");
    std::ranges::move(find_qr_codes(page), std::back_inserter(reading.qr_codes));
    reading.stamp_found = reading.stamp_found || has_red_stamp(page);
  }
  // The back of a page that was scanned along may be empty; a file of nothing else may not.
  if (std::ranges::all_of(reading.pages, &app::PagePreview::blank))
    return fail(ErrorCode::invalid, "页面是空白的，请检查文件是否放反或选错，再重新上传");
  std::ranges::sort(reading.qr_codes);
  reading.qr_codes.erase(std::unique(reading.qr_codes.begin(), reading.qr_codes.end()),
                         reading.qr_codes.end());
  return reading;
}

}  // namespace certhall::reading
