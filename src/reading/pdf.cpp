#include "reading/pdf.h"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <string>

#include "reading/upload.h"

namespace certhall::reading {
namespace {

constexpr double kLongSide = 2000;
constexpr double kPointsPerInch = 72;

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::invalid, "无法打开该 PDF，文件已损坏或没有传完，请重新导出后再上传");
}

cv::Mat draw(const poppler::page_renderer& renderer, const poppler::page& page) {
  const auto size = page.page_rect();
  const double longest = std::max(size.width(), size.height());
  if (!(longest > 1)) return {};
  const double dpi = kLongSide / longest * kPointsPerInch;
  const auto image = renderer.render_page(&page, dpi, dpi);
  if (!image.is_valid()) return {};
  const cv::Mat bgra(image.height(), image.width(), CV_8UC4, const_cast<char*>(image.const_data()),
                     static_cast<std::size_t>(image.bytes_per_row()));
  cv::Mat bgr;
  cv::cvtColor(bgra, bgr, cv::COLOR_BGRA2BGR);
  return bgr;
}

}  // namespace

Result<std::vector<cv::Mat>> draw_pdf(std::string_view bytes) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (!document) return damaged();
  if (document->is_locked())
    return fail(ErrorCode::invalid, "该 PDF 设有打开密码，请去掉密码后再上传");
  const int count = document->pages();
  if (count < 1) return damaged();
  if (count > kMostPages)
    return fail(ErrorCode::too_large, "该 PDF 有 " + std::to_string(count) + " 页，最多 " +
                                          std::to_string(kMostPages) +
                                          " 页，请只保留所需的页后再上传");
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_argb32);
  renderer.set_render_hint(poppler::page_renderer::antialiasing, true);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing, true);
  std::vector<cv::Mat> pages;
  for (int i = 0; i < count; ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    auto picture = page ? draw(renderer, *page) : cv::Mat();
    if (picture.empty()) return damaged();
    pages.push_back(std::move(picture));
  }
  return pages;
}

}  // namespace certhall::reading
