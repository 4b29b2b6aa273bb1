#include "reading/upload.h"

#include <algorithm>
#include <array>

#include "reading/pdf.h"
#include "reading/picture.h"

namespace certhall::reading {
namespace {

struct Known {
  FileType type;
  std::string_view media_type;
  std::string_view suffix;
  std::string_view name;
};
constexpr std::array kKnown{
    Known{FileType::jpeg, "image/jpeg", ".jpg", "JPG 图片"},
    Known{FileType::png, "image/png", ".png", "PNG 图片"},
    Known{FileType::webp, "image/webp", ".webp", "WebP 图片"},
    Known{FileType::pdf, "application/pdf", ".pdf", "PDF 文件"},
};

const Known& known(FileType type) { return *std::ranges::find(kKnown, type, &Known::type); }

struct Foreign {
  std::size_t offset;
  std::string_view magic;
  std::string_view message;
};
// What people really send by mistake, each with the way out.
const std::array kForeign{
    Foreign{4, "ftyphei",
            "这是苹果手机的 HEIC "
            "照片，请在手机「设置-相机-格式」中选择「兼容性最佳」后重拍，或截屏后上传"},
    Foreign{4, "ftypmif1",
            "这是苹果手机的 HEIC "
            "照片，请在手机「设置-相机-格式」中选择「兼容性最佳」后重拍，或截屏后上传"},
    Foreign{0, "PK\x03\x04",
            "这是 Word、OFD 或压缩文件，请另存为 PDF，或打印后扫描成 JPG、PNG 再上传"},
    Foreign{0, "\xD0\xCF\x11\xE0", "这是 Word 或 Excel 文件，请另存为 PDF 后再上传"},
    Foreign{0, "GIF8", "不支持 GIF 图片，请另存为 JPG 或 PNG 后再上传"},
    Foreign{0, "BM", "不支持 BMP 图片，请另存为 JPG 或 PNG 后再上传"},
    Foreign{0, std::string_view("II*\0", 4), "不支持 TIFF 图片，请另存为 JPG、PNG 或 PDF 后再上传"},
    Foreign{0, std::string_view("MM\0*", 4), "不支持 TIFF 图片，请另存为 JPG、PNG 或 PDF 后再上传"},
};

}  // namespace

std::string_view media_type(FileType type) { return known(type).media_type; }

Result<FileType> detect_type(std::string_view bytes) {
  if (bytes.empty()) return fail(ErrorCode::invalid, "文件是空的，请重新选择文件");
  if (bytes.starts_with("\xFF\xD8\xFF")) return FileType::jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return FileType::png;
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return FileType::webp;
  if (bytes.starts_with("%PDF-")) return FileType::pdf;
  for (const auto& foreign : kForeign)
    if (bytes.size() > foreign.offset && bytes.substr(foreign.offset).starts_with(foreign.magic))
      return fail(ErrorCode::unsupported_type, std::string(foreign.message));
  return fail(ErrorCode::unsupported_type,
              "这不是 PDF 或图片文件，请上传扫描件或照片的 JPG、PNG 或 PDF");
}

Status check_claim(FileType actual, std::string_view claimed) {
  const auto said = std::ranges::find(kKnown, claimed, &Known::media_type);
  if (said == kKnown.end() || said->type == actual) return {};
  const auto& is = known(actual);
  return fail(ErrorCode::unsupported_type, "文件内容是 " + std::string(is.name) + "，与后缀 " +
                                               std::string(said->suffix) + " 不符，请把后缀改为 " +
                                               std::string(is.suffix) + " 后重新上传");
}

Result<Upload> load_upload(std::string_view bytes, std::string_view claimed) {
  if (bytes.size() > kMostBytes)
    return fail(ErrorCode::too_large, "文件超过 10 MB，请降低扫描分辨率或压缩后再上传");
  auto type = detect_type(bytes);
  if (!type) {
    const auto said = std::ranges::find(kKnown, claimed, &Known::media_type);
    if (said != kKnown.end())
      type.error().message += "（文件开头的内容与 " + std::string(said->suffix) + " 不符）";
    return fail(std::move(type).error());
  }
  RETURN_IF_ERROR(check_claim(*type, claimed));
  Upload upload{.type = *type};
  if (*type == FileType::pdf) {
    ASSIGN_OR_RETURN(pages, draw_pdf(bytes));
    upload.pages = std::move(pages);
  } else {
    ASSIGN_OR_RETURN(picture, decode_picture(bytes, *type));
    upload.pages.push_back(std::move(picture));
  }
  return upload;
}

}  // namespace certhall::reading
