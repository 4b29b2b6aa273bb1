#include "reading/ocr_engine.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <utility>

namespace certhall::reading {
namespace {

// The numbers with which the models were trained and published.
constexpr int kDetectionSide = 960;
constexpr int kDetectionStep = 32;
constexpr std::array kDetectionMean{0.485F, 0.456F, 0.406F};
constexpr std::array kDetectionDeviation{0.229F, 0.224F, 0.225F};
constexpr float kTextThreshold = 0.3F;
constexpr double kBoxThreshold = 0.5;
constexpr double kUnclip = 1.6;
constexpr double kLeastConfidence = 0.6;  // below it, guilloche and portraits turn into letters
constexpr std::size_t kMostLines = 40;    // a card has a dozen
constexpr int kLineHeight = 48;
constexpr int kLeastLineWidth = 320;
constexpr int kMostLineWidth = 2400;

std::vector<std::string> read_characters(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<std::string> characters{""};
  for (std::string line; std::getline(file, line);) characters.push_back(line);
  characters.emplace_back(" ");
  return characters;
}

/// Channel planes one after another, as the models want them.
template <class Normalise>
Tensor to_tensor(const cv::Mat& bgr, int width, const Normalise& normalise) {
  Tensor tensor{.values = std::vector<float>(static_cast<std::size_t>(3 * bgr.rows * width)),
                .shape = {1, 3, bgr.rows, width}};
  float* plane = tensor.values.data();
  for (int channel = 0; channel < 3; ++channel)
    for (int y = 0; y < bgr.rows; ++y, plane += width) {
      const auto* row = bgr.ptr<cv::Vec3b>(y);
      for (int x = 0; x < bgr.cols; ++x) plane[x] = normalise(row[x][channel], channel);
    }
  return tensor;
}

double mean_inside(const cv::Mat& map, const std::vector<cv::Point>& contour) {
  const cv::Rect box = cv::boundingRect(contour);
  cv::Mat mask = cv::Mat::zeros(box.size(), CV_8UC1);
  cv::fillPoly(mask, std::vector{contour}, 255, cv::LINE_8, 0, -box.tl());
  return cv::mean(map(box), mask)[0];
}

/// Lines run from left to right: the longer side is not always the width (男 is nearly square).
cv::RotatedRect upright(cv::RotatedRect box) {
  while (box.angle > 45) box.angle -= 90, std::swap(box.size.width, box.size.height);
  while (box.angle <= -45) box.angle += 90, std::swap(box.size.width, box.size.height);
  return box;
}

cv::Mat cut_out(const cv::Mat& picture, const cv::RotatedRect& box) {
  const double scale = kLineHeight / static_cast<double>(box.size.height);
  const int width = std::clamp(cvRound(box.size.width * scale), 8, kMostLineWidth);
  cv::Point2f corner[4];
  box.points(corner);  // lower left, upper left, upper right, lower right
  const std::array<cv::Point2f, 3> from{corner[1], corner[2], corner[0]};
  const auto w = static_cast<float>(width);
  const std::array<cv::Point2f, 3> to{{{0, 0}, {w, 0}, {0, kLineHeight}}};
  cv::Mat line;
  cv::warpAffine(picture, line, cv::getAffineTransform(from, to), {width, kLineHeight},
                 cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  return line;
}

}  // namespace

OcrEngine::OcrEngine(const OcrFiles& files)
    : runtime_(files.onnxruntime),
      detection_(runtime_.load(files.models + "/ch_PP-OCRv4_det_infer.onnx")),
      recognition_(runtime_.load(files.models + "/ch_PP-OCRv4_rec_infer.onnx")),
      characters_(read_characters(files.models + "/ppocr_keys_v1.txt")) {}

std::vector<TextLine> OcrEngine::read(const cv::Mat& picture) const {
  std::vector<TextLine> lines;
  const auto boxes = find_lines(picture);
  if (boxes.size() > kMostLines) return lines;
  for (const auto& box : boxes) {
    TextLine line{.box = box.boundingRect2f()};
    recognise(cut_out(picture, box), line);
    if (!line.text.empty() && line.confidence >= kLeastConfidence) lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<cv::RotatedRect> OcrEngine::find_lines(const cv::Mat& picture) const {
  const double scale =
      std::min(1.0, static_cast<double>(kDetectionSide) / std::max(picture.cols, picture.rows));
  const auto rounded = [&](int side) {
    return std::max(1, cvRound(side * scale / kDetectionStep)) * kDetectionStep;
  };
  cv::Mat small;
  cv::resize(picture, small, {rounded(picture.cols), rounded(picture.rows)}, 0, 0, cv::INTER_AREA);
  auto answer = detection_.run(to_tensor(small, small.cols, [](uchar value, int channel) {
    const auto c = static_cast<std::size_t>(channel);
    return (static_cast<float>(value) / 255 - kDetectionMean[c]) / kDetectionDeviation[c];
  }));
  const cv::Mat map(small.size(), CV_32FC1, answer.values.data());
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(cv::Mat(map > kTextThreshold), contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
  std::vector<cv::RotatedRect> boxes;
  const auto x_scale = static_cast<float>(picture.cols) / static_cast<float>(small.cols);
  const auto y_scale = static_cast<float>(picture.rows) / static_cast<float>(small.rows);
  for (const auto& contour : contours) {
    auto box = upright(cv::minAreaRect(contour));
    if (std::min(box.size.width, box.size.height) < 3) continue;
    if (mean_inside(map, contour) < kBoxThreshold) continue;
    // The map shows the kernels of the lines; this gives back what training took off them.
    const float margin =
        static_cast<float>(box.size.area() * kUnclip / (2 * (box.size.width + box.size.height)));
    box.size.width = (box.size.width + 2 * margin) * x_scale;
    box.size.height = (box.size.height + 2 * margin) * y_scale;
    box.center = {box.center.x * x_scale, box.center.y * y_scale};
    boxes.push_back(box);
  }
  return boxes;
}

void OcrEngine::recognise(const cv::Mat& line, TextLine& result) const {
  const auto answer =
      recognition_.run(to_tensor(line, std::max(line.cols, kLeastLineWidth),
                                 [](uchar value, int) { return value / 127.5F - 1; }));
  const auto steps = static_cast<std::size_t>(answer.shape.at(1));
  const auto classes = static_cast<std::size_t>(answer.shape.at(2));
  if (classes != characters_.size()) throw std::runtime_error("model and characters differ");
  std::size_t last = 0;
  double sum = 0;
  int count = 0;
  for (std::size_t step = 0; step < steps; ++step) {  // greedy CTC: repeats and blanks fall out
    const auto begin = answer.values.begin() + static_cast<std::ptrdiff_t>(step * classes);
    const auto best = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(classes));
    const auto index = static_cast<std::size_t>(best - begin);
    if (index != last && index != 0) {
      result.text += characters_[index];
      sum += *best;
      ++count;
    }
    last = index;
  }
  result.confidence = count == 0 ? 0 : sum / count;
}

}  // namespace certhall::reading
