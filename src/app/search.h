#pragma once
// One box that finds an application by anything one has in hand.

#include <string_view>
#include <vector>

#include "app/worklist.h"
#include "domain/search_term.h"

namespace certhall::app {

/// More hits than this say that the term was too general.
inline constexpr std::int64_t kMostFound = 50;

struct FoundApplication {
  ListedApplication listed;
  domain::SearchKind kind;  // as what the term was found
};
/// `invalid` for what is too short to mean anything, `too_many` for who searches like a machine.
/// Audited with the kinds of the term and the number of hits, never with the term.
[[nodiscard]] Result<std::vector<FoundApplication>> search(const Hall& hall,
                                                           const domain::Actor& staff,
                                                           std::string_view typed);

}  // namespace certhall::app
