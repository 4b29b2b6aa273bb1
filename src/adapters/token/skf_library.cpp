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

Status skf_status(skf::ULONG answer, std::string_view serial, std::string_view doing) {
  const auto said = [&](ErrorCode code, std::string_view what) {
    return fail(code, fmt::format("介质 {}：{}，{}", serial, doing, what));
  };
  switch (answer) {
    case skf::kOk:
      return {};
    case skf::kDeviceRemoved:
    case skf::kInvalidHandle:
      return said(ErrorCode::not_found, "介质已拔出或连接中断，请重新插入后再试");
    case skf::kPinLocked:
      return said(ErrorCode::forbidden, "PIN 码已锁定，请办理解锁业务");
    case skf::kPinIncorrect:
      return said(ErrorCode::invalid, "PIN 码不正确");
    case skf::kPinInvalid:
    case skf::kPinLength:
      return said(ErrorCode::invalid, "PIN 码的长度或字符不被该介质接受（应为 6 到 16 位）");
    case skf::kUserNotLoggedIn:
      return said(ErrorCode::unauthenticated, "请先验证介质的 PIN 码或设备认证密钥");
    case skf::kNoRoom:
    case skf::kTooManyContainers:
      return said(ErrorCode::too_large, "介质空间不足：请用厂商的管理工具清空，或换一支");
    case skf::kApplicationNotExists:
    case skf::kKeyNotFound:
    case skf::kCertificateNotFound:
      return said(ErrorCode::wrong_state, "介质未初始化，或其中没有密钥和证书");
    case skf::kNotSupported:
      return said(ErrorCode::unsupported_type, "该型号不支持这项操作，请换一种介质");
    default:
      return said(ErrorCode::upstream,
                  fmt::format("驱动库返回错误 0x{:08X}，请重新插入后再试", answer));
  }
}

Characters::~Characters() { wipe(text_.data(), text_.size()); }

}  // namespace certhall::adapters
