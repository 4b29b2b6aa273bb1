#pragma once
// Money in capital numerals, as invoices and cheques bear it so that nobody adds a stroke.

#include <string>

#include "base/fen.h"

namespace certhall::domain {

/// "叁佰伍拾圆整", "壹万零伍圆零叁分"; below a trillion yuan. Negative: "（负数）…".
[[nodiscard]] std::string chinese_amount(Fen amount);

}  // namespace certhall::domain
