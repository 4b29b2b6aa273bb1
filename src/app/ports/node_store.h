#pragma once
// The nodes of an installation: each writes a sign of life, which also proves that it can write.

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace certhall::app {

struct Node {
  std::int64_t instance = 0;  // the first byte of its serials
  std::string version;
  Timestamp seen_at;
};

class NodeStore {
 public:
  virtual ~NodeStore() = default;
  virtual void put(const Node& node) = 0;
  [[nodiscard]] virtual std::vector<Node> list() = 0;
};

}  // namespace certhall::app
