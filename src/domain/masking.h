#pragma once
// Personal data as it is shown in lists: enough to recognise one's own, not enough to use.

#include <string>
#include <string_view>

#include "domain/application.h"

namespace certhall::domain {

[[nodiscard]] std::string mask_mobile(std::string_view mobile);        // 138****0001
[[nodiscard]] std::string mask_person_name(std::string_view name);     // 张**, 李*
[[nodiscard]] std::string mask_id_number(std::string_view number);     // 430***********001X
[[nodiscard]] std::string mask_bank_account(std::string_view number);  // ************0001
[[nodiscard]] std::string mask_email(std::string_view email);          // z***@example.com
[[nodiscard]] std::string mask_address(std::string_view address);      // 麓山****
/// What a person can be reached or known by is masked, the rest as it is: what staff see.
[[nodiscard]] Details mask_details(Details details);

}  // namespace certhall::domain
