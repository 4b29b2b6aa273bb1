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
  return std::make_shared<const Pkcs11Module>(library, functions, answer == CKR_OK);
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

namespace {

struct Meaning {
  CK_RV answer;
  ErrorCode code;
  std::string_view text;
};
constexpr std::string_view kGone = "介质已拔出或连接中断，请重新插入后再试";
constexpr std::string_view kUnfitPin = "PIN 码的长度或字符不被该介质接受";
constexpr std::string_view kNothing = "介质未初始化，或其中没有密钥和证书";
constexpr std::string_view kCannot = "该型号不支持这项操作，请换一种介质";
constexpr Meaning kMeanings[] = {
    {CKR_DEVICE_REMOVED, ErrorCode::not_found, kGone},
    {CKR_TOKEN_NOT_PRESENT, ErrorCode::not_found, kGone},
    {CKR_SESSION_HANDLE_INVALID, ErrorCode::not_found, kGone},
    {CKR_PIN_LOCKED, ErrorCode::forbidden, "PIN 码已锁定，请办理解锁业务"},
    {CKR_PIN_INCORRECT, ErrorCode::invalid, "PIN 码不正确"},
    {CKR_PIN_INVALID, ErrorCode::invalid, kUnfitPin},
    {CKR_PIN_LEN_RANGE, ErrorCode::invalid, kUnfitPin},
    {CKR_USER_NOT_LOGGED_IN, ErrorCode::unauthenticated, "请先验证介质的 PIN 码"},
    {CKR_USER_PIN_NOT_INITIALIZED, ErrorCode::wrong_state, kNothing},
    {CKR_TOKEN_NOT_RECOGNIZED, ErrorCode::wrong_state, kNothing},
    {CKR_DEVICE_MEMORY, ErrorCode::too_large, "介质空间不足：请用厂商的管理工具清空，或换一支"},
    {CKR_MECHANISM_INVALID, ErrorCode::unsupported_type, kCannot},
    {CKR_FUNCTION_NOT_SUPPORTED, ErrorCode::unsupported_type, kCannot},
};

}  // namespace

Status pkcs11_status(CK_RV answer, std::string_view serial, std::string_view doing) {
  if (answer == CKR_OK) return {};
  const auto said = [&](ErrorCode code, std::string_view what) {
    return fail(code, fmt::format("介质 {}：{}，{}", serial, doing, what));
  };
  for (const auto& meaning : kMeanings)
    if (meaning.answer == answer) return said(meaning.code, meaning.text);
  return said(ErrorCode::upstream, fmt::format("模块返回错误 0x{:08X}，请重新插入后再试", answer));
}

}  // namespace certhall::adapters
