#include "reading/qr_code.h"

#include <zbar.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "reading/picture.h"

namespace certhall::reading {
namespace {

using Texts = std::vector<std::string>;

Texts scan(const cv::Mat& grey) {
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  const cv::Mat whole = grey.isContinuous() ? grey : grey.clone();
  zbar::Image image(static_cast<unsigned>(whole.cols), static_cast<unsigned>(whole.rows), "Y800",
                    whole.data, whole.total());
  Texts texts;
  if (scanner.scan(image) <= 0) return texts;
  for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol)
    texts.push_back(symbol->get_data());
  return texts;
}

cv::Mat scaled(const cv::Mat& grey, double factor) {
  cv::Mat other;
  cv::resize(grey, other, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return other;
}

cv::Mat sharpened(const cv::Mat& grey) {
  cv::Mat soft, sharp;
  cv::GaussianBlur(grey, soft, {}, 3);
  cv::addWeighted(grey, 3, soft, -2, 0, sharp);
  return sharp;
}

/// Black and white against the surroundings: for shadows and uneven light.
cv::Mat binarised(const cv::Mat& grey) {
  cv::Mat soft, binary;
  cv::GaussianBlur(grey, soft, {}, 1);
  const int block = std::max(grey.cols, grey.rows) / 30 | 1;
  cv::adaptiveThreshold(soft, binary, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY, block, 8);
  return binary;
}

/// Quarters that overlap, enlarged: for small codes on a large page.
Texts scan_quarters(const cv::Mat& grey) {
  const cv::Size size(grey.cols * 3 / 5, grey.rows * 3 / 5);
  for (const int y : {0, grey.rows - size.height})
    for (const int x : {grey.cols - size.width, 0})
      if (auto texts = scan(sharpened(scaled(grey(cv::Rect({x, y}, size)), 2))); !texts.empty())
        return texts;
  return {};
}

}  // namespace

Texts find_qr_codes(const cv::Mat& page) {
  cv::Mat large;
  cv::cvtColor(reduce(page, 2400), large, cv::COLOR_BGR2GRAY);
  const cv::Mat medium = reduce(large, 1400);
  // From the cheapest to the dearest; most pages end at the first.
  Texts texts = scan(medium);
  if (texts.empty()) texts = scan(large);
  if (texts.empty()) texts = scan(binarised(large));
  if (texts.empty()) texts = scan(sharpened(large));
  if (texts.empty()) texts = scan(binarised(medium));
  if (texts.empty()) texts = scan_quarters(large);
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

}  // namespace certhall::reading
