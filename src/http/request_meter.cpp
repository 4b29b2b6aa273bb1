#include "http/request_meter.h"

#include <algorithm>
#include <array>

namespace certhall::http {
namespace {

std::string_view known(std::string_view method) {
  constexpr std::array<std::string_view, 7> kMethods{"GET",    "HEAD",    "POST", "PUT",
                                                     "DELETE", "OPTIONS", "PATCH"};
  const auto found = std::ranges::find(kMethods, method);
  return found == kMethods.end() ? "other" : *found;
}

}  // namespace

void RequestMeter::note(std::string_view method, std::string_view route, unsigned status,
                        std::chrono::nanoseconds time) {
  if (route.empty()) route = "(none)";
  const std::string_view verb = known(method);
  const std::lock_guard lock(mutex_);
  auto found = routes_.find(route);
  if (found == routes_.end()) {
    auto& seconds = metrics_.histogram("certhall_http_request_seconds", "Time to an answer",
                                       {{"route", std::string(route)}});
    found = routes_.emplace(std::string(route), Route{&seconds, {}}).first;
  }
  found->second.seconds->note(time);
  Counter*& counter = found->second.counters[{verb, status}];
  if (counter == nullptr)
    counter = &metrics_.counter("certhall_http_requests_total", "Requests answered",
                                {{"method", std::string(verb)},
                                 {"route", std::string(route)},
                                 {"status", std::to_string(status)}});
  counter->add();
}

}  // namespace certhall::http
