#include "adapters/token/pkcs11_module.h"

#include <fmt/format.h>

namespace certhall::adapters {

Result<std::shared_ptr<const Pkcs11Module>> Pkcs11Module::load(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(library, Library::load(path));
  const auto list = reinterpret_cast<CK_C_GetFunctionList>(library->function("C_GetFunctionList"));
  CK_FUNCTION_LIST* functions = nullptr;
  if (list == nullptr || list(&functions) != CKR_OK)
    return fail(ErrorCode::unsupported_type,
                path.string() + " 不是 PKCS#11 模块，请核对 --token 给出的路径");
  const CK_RV answer = functions->C_Initialize(nullptr);
  if (answer != CKR_OK && answer != CKR_CRYPTOKI_ALREADY_INITIALIZED)
    return fail(ErrorCode::upstream,
                fmt::format("PKCS#11 模块 {} 无法启动（0x{:X}），请检查厂商的驱动与配置",
                            path.string(), answer));
  return std::shared_ptr<const Pkcs11Module>(
      new Pkcs11Module(library, functions, answer == CKR_OK));
}

Pkcs11Module::~Pkcs11Module() {
  if (started_) functions_->C_Finalize(nullptr);
}

std::vector<CK_SLOT_ID> Pkcs11Module::slots_with_tokens() const {
  CK_ULONG count = 0;
  if (functions_->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) return {};
  std::vector<CK_SLOT_ID> slots(count);
  if (functions_->C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK) return {};
  slots.resize(count);
  return slots;
}

Status pkcs11_status(CK_RV answer, std::string_view serial, std::string_view doing) {
  const auto said = [&](ErrorCode code, std::string_view what) {
    return fail(code, fmt::format("介质 {}：{}，{}", serial, doing, what));
  };
  switch (answer) {
    case CKR_OK:
      return {};
    case CKR_DEVICE_REMOVED:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_SESSION_HANDLE_INVALID:
      return said(ErrorCode::not_found, "介质已拔出或连接中断，请重新插入后再试");
    case CKR_PIN_LOCKED:
      return said(ErrorCode::forbidden, "PIN 码已锁定，请办理解锁业务");
    case CKR_PIN_INCORRECT:
      return said(ErrorCode::invalid, "PIN 码不正确");
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
      return said(ErrorCode::invalid, "PIN 码的长度或字符不被该介质接受");
    case CKR_USER_NOT_LOGGED_IN:
      return said(ErrorCode::unauthenticated, "请先验证介质的 PIN 码");
    case CKR_USER_PIN_NOT_INITIALIZED:
    case CKR_TOKEN_NOT_RECOGNIZED:
      return said(ErrorCode::wrong_state, "介质未初始化，或其中没有密钥和证书");
    case CKR_DEVICE_MEMORY:
      return said(ErrorCode::too_large, "介质空间不足：请用厂商的管理工具清空，或换一支");
    case CKR_MECHANISM_INVALID:
    case CKR_FUNCTION_NOT_SUPPORTED:
      return said(ErrorCode::unsupported_type, "该型号不支持这项操作，请换一种介质");
    default:
      return said(ErrorCode::upstream,
                  fmt::format("模块返回错误 0x{:08X}，请重新插入后再试", answer));
  }
}

}  // namespace certhall::adapters
