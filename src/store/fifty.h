#pragma once
// Rows of many ids at once: a statement with fifty places serves any number of them.

#include <algorithm>
#include <span>
#include <string>

#include "store/db.h"
#include "store/text.h"

namespace certhall::store {

inline constexpr std::size_t kPlaces = 50;
/// `… where id in ` + kFifty.
inline constexpr Text kFifty(
    "(:i0, :i1, :i2, :i3, :i4, :i5, :i6, :i7, :i8, :i9, :i10, :i11, :i12, :i13, :i14, :i15, :i16,"
    " :i17, :i18, :i19, :i20, :i21, :i22, :i23, :i24, :i25, :i26, :i27, :i28, :i29, :i30, :i31,"
    " :i32, :i33, :i34, :i35, :i36, :i37, :i38, :i39, :i40, :i41, :i42, :i43, :i44, :i45, :i46,"
    " :i47, :i48, :i49)");

/// Calls `ask` with the arguments of each fifty; the places of the last ones that are too many hold
/// an id that no row has.
template <class Id, class Ask>
void each_fifty(std::span<const Id> ids, const Ask& ask) {
  for (; !ids.empty(); ids = ids.subspan(std::min(ids.size(), kPlaces))) {
    Arguments arguments;
    for (std::size_t i = 0; i < kPlaces; ++i)
      arguments.plain("i" + std::to_string(i), i < ids.size() ? ids[i] : Id{});
    ask(arguments);
  }
}

}  // namespace certhall::store
