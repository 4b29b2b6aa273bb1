#pragma once
// Talks JSON to a hall, as the station does: one connection, its cookies kept in memory.

#include <memory>
#include <string>

#include "base/json.h"
#include "base/result.h"

namespace certhall::adapters {

class JsonClient {
 public:
  /// `base`: "https://hall.example.cn". Certificates of servers are checked.
  explicit JsonClient(std::string base);
  ~JsonClient();

  /// The answer's text ("" for 204). A problem becomes its code and title; a hall that does not
  /// answer is `unavailable`.
  [[nodiscard]] Result<std::string> post(const std::string& path, const std::string& json);

  template <class Out, class In>
  [[nodiscard]] Result<Out> call(const std::string& path, const In& in) {
    ASSIGN_OR_RETURN(text, post(path, to_json_text(in)));
    ASSIGN_OR_RETURN(json, parse_json(text));
    return from_json<Out>(json);
  }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace certhall::adapters
