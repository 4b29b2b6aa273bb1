#pragma once
// Counts requests by method, route and status, and how long each route takes.

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/metrics.h"

namespace certhall::http {

class RequestMeter {
 public:
  explicit RequestMeter(Metrics& metrics) : metrics_(metrics) {}

  /// `route`: the template of the path as in Response; empty where there is none. A method that
  /// HTTP does not know counts as "other".
  void note(std::string_view method, std::string_view route, unsigned status,
            std::chrono::nanoseconds time);

 private:
  struct Route {
    Histogram* seconds;
    std::map<std::pair<std::string_view, unsigned>, Counter*> counters;
  };

  Metrics& metrics_;
  std::mutex mutex_;
  std::map<std::string, Route, std::less<>> routes_;
};

}  // namespace certhall::http
