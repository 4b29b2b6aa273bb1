#pragma once
// The hall in figures, from tallies that cost nothing to read, and the check that they are right.

#include <map>
#include <string>
#include <vector>

#include "app/hall.h"

namespace certhall::app {

using TypeCounts = std::map<domain::CertificateType, std::int64_t>;

struct Dashboard {
  struct Day {
    Date day;
    TypeCounts counts;
  };
  struct Month {
    std::string month;  // 2026-11
    TypeCounts counts;
  };
  struct Step {
    std::int64_t from_minutes = 0;  // of working time
    std::int64_t count = 0;
  };
  struct Reason {
    std::string item;
    std::string title;  // Chinese
    std::int64_t count = 0;
  };
  Timestamp at;
  std::vector<Day> received;     // the last 30 days, today last, none left out
  std::vector<Step> waiting;     // those in review, by how long they have waited
  std::vector<Step> decided;     // of the last three months, by how long they waited
  std::vector<Reason> returned;  // of the last three months, most frequent first
  std::vector<Month> expiring;   // certificates in force, this month and the 23 after it
  std::map<domain::ApplicationStatus, std::int64_t> statuses;
};
[[nodiscard]] Dashboard dashboard(const Hall& hall);

struct TallyDifference {
  std::string name;
  std::string key;
  std::int64_t kept = 0;
  std::int64_t counted = 0;
};
/// Counts all rows again and says where the tallies differ; `repair` puts the counted ones in.
[[nodiscard]] std::vector<TallyDifference> check_tallies(const Hall& hall, bool repair);

}  // namespace certhall::app
