#include "adapters/reading/protocol.h"

#include <boost/describe.hpp>

#include "base/encoding.h"
#include "base/json.h"

namespace certhall::app {
BOOST_DESCRIBE_STRUCT(PagePreview, (), (jpeg, width, height, sharpness, blank))
BOOST_DESCRIBE_STRUCT(MaterialReading, (), (media_type, pages, qr_codes, stamp_found))
BOOST_DESCRIBE_STRUCT(ReadText, (), (text, confidence))
BOOST_DESCRIBE_STRUCT(IdCardReading, (),
                      (jpeg, text_available, name, id_number, sex, nation, birth, address,
                       authority, valid_from, valid_until))
}  // namespace certhall::app

namespace certhall::adapters {
namespace {

/// The refusals that a file can cause; the child may claim no other.
enum class RefusalCode { invalid, too_large, unsupported_type };
BOOST_DESCRIBE_ENUM(RefusalCode, invalid, too_large, unsupported_type)

struct Refusal {
  RefusalCode code = RefusalCode::invalid;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (code, message))

constexpr JsonLimits kLimits{.bytes = 64U << 20, .depth = 8};

Error unexpected(std::string detail) {
  return {.code = ErrorCode::invalid,
          .message = "无法打开该文件，请另存为 JPG、PNG 或 PDF 后再上传",
          .detail = std::move(detail)};
}

Status decode_jpeg_text(std::string& jpeg) {
  auto bytes = from_base64(jpeg);
  if (!bytes || !bytes->starts_with("\xFF\xD8\xFF")) return fail(unexpected("no JPEG"));
  jpeg = std::move(*bytes);
  return {};
}

template <class T>
Result<T> parse(std::string_view json) {
  return from_json_text<T>(json, kLimits).map_error([](const Error&) {
    return unexpected("the reader's answer does not fit");
  });
}

ErrorCode to_error_code(RefusalCode code) {
  switch (code) {
    case RefusalCode::invalid:
      return ErrorCode::invalid;
    case RefusalCode::too_large:
      return ErrorCode::too_large;
    case RefusalCode::unsupported_type:
      return ErrorCode::unsupported_type;
  }
  return ErrorCode::invalid;
}

RefusalCode to_refusal_code(ErrorCode code) {
  if (code == ErrorCode::too_large) return RefusalCode::too_large;
  if (code == ErrorCode::unsupported_type) return RefusalCode::unsupported_type;
  return RefusalCode::invalid;
}

}  // namespace

std::string write_reading(app::MaterialReading reading) {
  for (auto& page : reading.pages) page.jpeg = to_base64(page.jpeg);
  std::erase_if(reading.qr_codes, [](const std::string& text) { return !is_utf8(text); });
  return to_json_text(reading);
}

std::string write_reading(app::IdCardReading reading) {
  reading.jpeg = to_base64(reading.jpeg);
  return to_json_text(reading);
}

std::string write_refusal(const Error& error) {
  return to_json_text(Refusal{to_refusal_code(error.code), error.message});
}

Result<app::MaterialReading> parse_material_reading(std::string_view json) {
  ASSIGN_OR_RETURN(reading, parse<app::MaterialReading>(json));
  if (reading.pages.empty()) return fail(unexpected("no pages"));
  for (auto& page : reading.pages) RETURN_IF_ERROR(decode_jpeg_text(page.jpeg));
  return std::move(reading);
}

Result<app::IdCardReading> parse_id_card_reading(std::string_view json) {
  ASSIGN_OR_RETURN(reading, parse<app::IdCardReading>(json));
  RETURN_IF_ERROR(decode_jpeg_text(reading.jpeg));
  return std::move(reading);
}

Error parse_refusal(std::string_view json) {
  const auto refusal = parse<Refusal>(json);
  if (!refusal) return refusal.error();
  return {.code = to_error_code(refusal->code), .message = refusal->message};
}

}  // namespace certhall::adapters
