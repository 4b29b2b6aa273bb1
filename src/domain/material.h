#pragma once
// Materials: what the applicant uploads, and what the machine saw in it at once.

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class MaterialKind {
  application_form,  // 申请表扫描件
  business_licence,  // 营业执照扫描件
  seal_impression,   // 印章采集表
  transfer_voucher,  // 汇款流水单
  id_card_front,     // 人像面 (from the phone)
  id_card_back,      // 国徽面 (from the phone)
};
BOOST_DESCRIBE_ENUM(MaterialKind, application_form, business_licence, seal_impression,
                    transfer_voucher, id_card_front, id_card_back)

/// One thing that was looked at. `passed == false` with `blocking` means: upload again.
struct MaterialCheck {
  std::string name;  // "sharpness", "form_code", "stamp", …
  bool passed = true;
  bool blocking = true;
  std::string message;  // Chinese: what was found, and what to do
  friend bool operator==(const MaterialCheck&, const MaterialCheck&) = default;
};
BOOST_DESCRIBE_STRUCT(MaterialCheck, (), (name, passed, blocking, message))

struct Material {
  MaterialId id;
  ApplicationId application_id;
  MaterialKind kind = MaterialKind::application_form;
  std::int64_t version = 1;  // rises with every replacement
  std::string file_name;     // as the applicant called it
  std::string content_type;  // what it really is
  std::int64_t size_bytes = 0;
  std::int64_t page_count = 1;
  ObjectId original;               // in the file store; only ever a download
  std::vector<ObjectId> previews;  // re-encoded JPEG, a page each
  std::vector<MaterialCheck> checks;
  std::int64_t form_version = 0;  // of the form that the scan shows; 0: not a form
  Timestamp uploaded_at;

  [[nodiscard]] bool accepted() const {
    for (const auto& check : checks)
      if (!check.passed && check.blocking) return false;
    return true;
  }
};

}  // namespace certhall::domain
