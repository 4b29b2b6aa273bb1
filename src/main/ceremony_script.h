#pragma once
// The script of a key ceremony (TOML): who is there, what is made, who keeps the shares. An example
// with every key explained: docs/operating/ceremony.md.

#include <string>
#include <string_view>
#include <vector>

#include "app/ceremony.h"
#include "base/result.h"

namespace certhall {

struct CeremonyScript {
  std::string title, place;
  std::vector<std::string> participants;
  int shares_needed = 3;
  std::vector<std::string> share_holders;  // empty: no export, and no root can be offline
  std::string root_keys;  // where roots' keys are made: empty in the hall's store, or "pkcs11:…"
  std::vector<app::AuthorityPlan> plans;  // in their order
  std::vector<std::string> offline;       // names of roots that are carried away
};

/// `invalid` with a line for every mistake: "第 12 行：…".
[[nodiscard]] Result<CeremonyScript> parse_ceremony_script(std::string_view toml);

}  // namespace certhall
