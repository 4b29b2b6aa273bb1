#pragma once
// A PKCS#11 module (OASIS PKCS #11 2.40), loaded by path, and what its answers mean to the person
// at the station. For the .cpp files of this folder alone.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <p11-kit/pkcs11.h>

#include "adapters/token/library.h"
#include "base/result.h"

namespace certhall::adapters {

class Pkcs11Module {
 public:
  /// `not_found`, `unsupported_type` where it is no PKCS#11 module, `upstream` where it does not
  /// start.
  [[nodiscard]] static Result<std::shared_ptr<const Pkcs11Module>> load(
      const std::filesystem::path& path);
  Pkcs11Module(std::shared_ptr<const Library> library, CK_FUNCTION_LIST* functions, bool started)
      : library_(std::move(library)), functions_(functions), started_(started) {}
  ~Pkcs11Module();
  Pkcs11Module(const Pkcs11Module&) = delete;
  Pkcs11Module& operator=(const Pkcs11Module&) = delete;

  [[nodiscard]] const CK_FUNCTION_LIST& call() const { return *functions_; }
  [[nodiscard]] std::vector<CK_SLOT_ID> slots_with_tokens() const;

 private:
  std::shared_ptr<const Library> library_;
  CK_FUNCTION_LIST* functions_;
  bool started_;  // by us: then we end it
};

/// As skf_status() does for SKF.
[[nodiscard]] Status pkcs11_status(CK_RV answer, std::string_view serial, std::string_view doing);

/// A template of attributes whose values live as long as it does.
class Attributes {
 public:
  Attributes& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value) {
    return bytes(type, {reinterpret_cast<const char*>(&value), sizeof value});
  }
  Attributes& flag(CK_ATTRIBUTE_TYPE type, bool value) {
    const CK_BBOOL byte = value ? CK_TRUE : CK_FALSE;
    return bytes(type, {reinterpret_cast<const char*>(&byte), sizeof byte});
  }
  Attributes& bytes(CK_ATTRIBUTE_TYPE type, std::string_view value) {
    values_.push_back(std::make_unique<std::string>(value));
    list_.push_back({type, values_.back()->data(), values_.back()->size()});
    return *this;
  }
  [[nodiscard]] CK_ATTRIBUTE* data() { return list_.data(); }
  [[nodiscard]] CK_ULONG size() const { return list_.size(); }

 private:
  std::vector<std::unique_ptr<std::string>> values_;
  std::vector<CK_ATTRIBUTE> list_;
};

}  // namespace certhall::adapters
