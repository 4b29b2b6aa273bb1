#pragma once
// Chinese text in pictures: PP-OCRv4 finds the lines (detection) and reads them (recognition).

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "reading/onnx_runtime.h"
#include "reading/reader.h"

namespace certhall::reading {

struct TextLine {
  std::string text;
  double confidence = 0;  // mean of the chosen characters' probabilities
  cv::Rect2f box;         // in pixels of the picture
};

class OcrEngine {
 public:
  /// Throws std::runtime_error where a file is missing.
  explicit OcrEngine(const OcrFiles& files);
  /// The lines of an upright picture (BGR), in no particular order. Text that leans by more than
  /// 45 degrees is not found; a page with more than forty lines is no card and not read at all.
  [[nodiscard]] std::vector<TextLine> read(const cv::Mat& picture) const;

 private:
  [[nodiscard]] std::vector<cv::RotatedRect> find_lines(const cv::Mat& picture) const;
  void recognise(const cv::Mat& line, TextLine& result) const;

  OnnxRuntime runtime_;
  OnnxModel detection_;
  OnnxModel recognition_;
  std::vector<std::string> characters_;  // by class: blank, the list, space
};

}  // namespace certhall::reading
