#include "adapters/token/skf_library.h"

#include <fmt/format.h>

#include "base/secret.h"

namespace certhall::adapters {

Result<std::shared_ptr<const SkfLibrary>> SkfLibrary::load(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(library, Library::load(path));
  auto loaded = std::make_shared<SkfLibrary>();
  loaded->library = library;
  std::string missing;
  const auto find = [&](std::string_view name) {
    void* function = library->function("SKF_" + std::string(name));
    if (function == nullptr) missing += (missing.empty() ? "SKF_" : "、SKF_") + std::string(name);
    return function;
  };
#define CERTHALL_SKF_LOAD(name, ...) \
  loaded->name = reinterpret_cast<decltype(loaded->name)>(find(#name));
  CERTHALL_SKF_FUNCTIONS(CERTHALL_SKF_LOAD)
#undef CERTHALL_SKF_LOAD
  if (!missing.empty())
    return fail(ErrorCode::unsupported_type, path.string() + " 不是完整的 SKF 接口库（缺少 " +
                                                 missing +
                                                 "），请向介质厂商索取符合 GM/T 0016 的版本");
  return std::shared_ptr<const SkfLibrary>(std::move(loaded));
}

namespace {

struct Meaning {
  skf::ULONG answer;
  ErrorCode code;
  std::string_view text;
};
constexpr std::string_view kGone = "介质已拔出或连接中断，请重新插入后再试";
constexpr std::string_view kUnfitPin = "PIN 码的长度或字符不被该介质接受（应为 6 到 16 位）";
constexpr std::string_view kFull = "介质空间不足：请用厂商的管理工具清空，或换一支";
constexpr std::string_view kNothing = "介质未初始化，或其中没有密钥和证书";
constexpr Meaning kMeanings[] = {
    {skf::kDeviceRemoved, ErrorCode::not_found, kGone},
    {skf::kInvalidHandle, ErrorCode::not_found, kGone},
    {skf::kPinLocked, ErrorCode::forbidden, "PIN 码已锁定，请办理解锁业务"},
    {skf::kPinIncorrect, ErrorCode::invalid, "PIN 码不正确"},
    {skf::kPinInvalid, ErrorCode::invalid, kUnfitPin},
    {skf::kPinLength, ErrorCode::invalid, kUnfitPin},
    {skf::kUserNotLoggedIn, ErrorCode::unauthenticated, "请先验证介质的 PIN 码或设备认证密钥"},
    {skf::kNoRoom, ErrorCode::too_large, kFull},
    {skf::kTooManyContainers, ErrorCode::too_large, kFull},
    {skf::kApplicationNotExists, ErrorCode::wrong_state, kNothing},
    {skf::kKeyNotFound, ErrorCode::wrong_state, kNothing},
    {skf::kCertificateNotFound, ErrorCode::wrong_state, kNothing},
    {skf::kNotSupported, ErrorCode::unsupported_type, "该型号不支持这项操作，请换一种介质"},
};

}  // namespace

Status skf_status(skf::ULONG answer, std::string_view serial, std::string_view doing) {
  if (answer == skf::kOk) return {};
  const auto said = [&](ErrorCode code, std::string_view what) {
    return fail(code, fmt::format("介质 {}：{}，{}", serial, doing, what));
  };
  for (const auto& meaning : kMeanings)
    if (meaning.answer == answer) return said(meaning.code, meaning.text);
  return said(ErrorCode::upstream,
              fmt::format("驱动库返回错误 0x{:08X}，请重新插入后再试", answer));
}

Characters::~Characters() { wipe(text_.data(), text_.size()); }

}  // namespace certhall::adapters
