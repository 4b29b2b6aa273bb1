#include <opencv2/imgproc.hpp>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "reading/card_picture.h"
#include "reading/id_card_text.h"
#include "reading/ocr_engine.h"
#include "reading/picture.h"
#include "reading/reader.h"
#include "reading/sharpness.h"
#include "reading/upload.h"

namespace certhall::reading {
namespace {

constexpr int kCardQuality = 88;
constexpr int kReadingSide = 1600;

struct Look {
  cv::Mat picture;
  std::vector<TextLine> lines;
  CardLooks side = CardLooks::nothing;
};

/// The same picture in every way in which it may have been held, until one can be read.
Look look_at(const cv::Mat& photo, const OcrEngine& engine) {
  constexpr int kUpright = -1;
  std::vector<std::pair<cv::Mat, int>> ways;
  if (const auto card = cut_out_card(photo)) {
    ways.emplace_back(*card, kUpright);
    ways.emplace_back(*card, cv::ROTATE_180);
  }
  const cv::Mat whole = reduce(photo, kReadingSide);
  for (const int turn : {kUpright, int{cv::ROTATE_180}, int{cv::ROTATE_90_CLOCKWISE},
                         int{cv::ROTATE_90_COUNTERCLOCKWISE}})
    ways.emplace_back(whole, turn);
  for (auto& [picture, turn] : ways) {
    Look look{.picture = picture};
    if (turn != kUpright) cv::rotate(picture, look.picture, turn);
    look.lines = engine.read(look.picture);
    look.side = which_side(to_rows(look.lines));
    if (look.side != CardLooks::nothing) return look;
  }
  return {.picture = whole};
}

/// The rows beside the portrait, in which a recogniser now and then sees letters.
std::vector<TextRow> rows_of_front(Look& look) {
  const auto width = static_cast<float>(look.picture.cols);
  const auto height = static_cast<float>(look.picture.rows);
  std::erase_if(look.lines, [&](const TextLine& line) {
    return line.box.x + line.box.width / 2 > 0.62F * width &&
           line.box.y + line.box.height < 0.8F * height;
  });
  return to_rows(std::move(look.lines));
}

tl::unexpected<Error> not_this_side(const Look& look, const cv::Mat& photo, bool front) {
  const std::string wanted = front ? "人像面" : "国徽面";
  if (look.side != CardLooks::nothing)
    return fail(ErrorCode::invalid, "这是身份证的" + std::string(front ? "国徽面" : "人像面") +
                                        "，此处请拍摄" + wanted);
  const auto sharpness = measure_sharpness(photo);
  if (sharpness.blank || sharpness.value < kLeastSharpness)
    return fail(ErrorCode::invalid,
                "照片太模糊：请在光线充足处对准身份证、持稳手机、避免反光后重拍");
  return fail(ErrorCode::invalid,
              "没有认出身份证" + wanted + "：请把身份证放平、占满取景框、四角完整、避免反光后重拍");
}

std::optional<OcrEngine> load_engine(const OcrFiles& files, std::string& why_not) try {
  if (files.models.empty() || files.onnxruntime.empty()) {
    why_not = "not configured";
    return std::nullopt;
  }
  return OcrEngine(files);
} catch (const std::runtime_error& error) {
  why_not = error.what();
  return std::nullopt;
}

}  // namespace

std::string why_no_text(const OcrFiles& files) {
  std::string reason;
  (void)load_engine(files, reason);
  return reason;
}

Result<app::IdCardReading> read_id_card(std::string_view bytes, app::CardSide side,
                                        const OcrFiles& files) {
  ASSIGN_OR_RETURN(upload, load_upload(bytes, {}));
  if (upload.type == FileType::pdf)
    return fail(ErrorCode::unsupported_type, "请上传身份证的照片（JPG 或 PNG)，不要上传 PDF");
  const cv::Mat& photo = upload.pages.front();
  app::IdCardReading card;
  std::string reason;  // told once, when the program starts
  const auto engine = load_engine(files, reason);
  if (!engine) {
    card.text_available = false;
    card.jpeg = encode_jpeg(reduce(photo, kReadingSide), kCardQuality);
    return card;
  }
  const bool front = side == app::CardSide::front;
  auto look = look_at(photo, *engine);
  if (look.side != (front ? CardLooks::front : CardLooks::back))
    return not_this_side(look, photo, front);
  if (front)
    parse_front(rows_of_front(look), card);
  else
    parse_back(to_rows(std::move(look.lines)), card);
  card.jpeg = encode_jpeg(look.picture, kCardQuality);
  return card;
}

}  // namespace certhall::reading
