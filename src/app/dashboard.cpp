#include "app/dashboard.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "app/act.h"
#include "app/calendar.h"
#include "base/json.h"
#include "domain/review_checklist.h"

namespace certhall::app {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;

constexpr std::string_view kEnd = "zzzz";  // behind every key
constexpr int kDays = 30;
constexpr int kExpiryMonths = 24;

std::string month_of(Date date) { return to_text(date).substr(0, 7); }

Date first_of_month(Date date, int later) {
  return (date.year() / date.month() + months{later}) / std::chrono::day{1};
}

/// What stands before and behind the first slash of a key.
std::pair<std::string, std::string> halves(const std::string& key) {
  const auto slash = key.find('/');
  if (slash == std::string::npos) return {key, ""};
  return {key.substr(0, slash), key.substr(slash + 1)};
}

void add_type(TypeCounts& counts, const std::string& type, std::int64_t amount) {
  if (const auto known = enum_from_text<domain::CertificateType>(type)) counts[*known] += amount;
}

std::vector<Dashboard::Day> received(Transaction& tx, Date today) {
  std::vector<Dashboard::Day> list;
  for (int i = kDays - 1; i >= 0; --i) list.push_back({.day = sys_days{today} - days{i}});
  for (const auto& tally : tx.tallies().list(tally::kReceived, to_text(list.front().day), kEnd)) {
    const auto [day, type] = halves(tally.key);
    const auto found = std::ranges::find(list, day, [](const auto& d) { return to_text(d.day); });
    if (found != list.end()) add_type(found->counts, type, tally.amount);
  }
  return list;
}

std::vector<Dashboard::Month> expiring(Transaction& tx, Date today) {
  std::vector<Dashboard::Month> list;
  for (int i = 0; i < kExpiryMonths; ++i)
    list.push_back({.month = month_of(first_of_month(today, i))});
  for (const auto& tally : tx.tallies().list(tally::kCertificate, list.front().month, kEnd)) {
    const auto [month, type] = halves(tally.key);
    const auto found = std::ranges::find(list, month, &Dashboard::Month::month);
    if (found != list.end()) add_type(found->counts, type, tally.amount);
  }
  return list;
}

std::vector<Dashboard::Step> waiting(Transaction& tx, const Hall& hall, Timestamp now) {
  const auto calendar = working_calendar(tx, hall);
  std::vector<Dashboard::Step> steps;
  Timestamp newest{std::numeric_limits<std::int64_t>::max()};
  for (const std::int64_t minutes : tally::kWaitSteps) steps.push_back({.from_minutes = minutes});
  // The promised time grows with the time of submission, so that each step is a range of it.
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool last = i + 1 == steps.size();
    const Timestamp oldest =
        last ? Timestamp{0} : calendar.due_at(calendar.before(now, steps[i + 1].from_minutes));
    steps[i].count = tx.worklists().count_due(oldest, newest);
    newest = oldest;
  }
  return steps;
}

std::vector<Dashboard::Step> decided(Transaction& tx, Date today) {
  std::vector<Dashboard::Step> steps;
  for (const std::int64_t minutes : tally::kWaitSteps) steps.push_back({.from_minutes = minutes});
  for (const auto& tally :
       tx.tallies().list(tally::kDecided, month_of(first_of_month(today, -2)), kEnd)) {
    const auto text = tally.key.substr(tally.key.rfind('/') + 1);
    std::size_t step = steps.size();
    std::from_chars(text.data(), text.data() + text.size(), step);
    if (step < steps.size()) steps[step].count += tally.amount;
  }
  return steps;
}

/// Reasons are counted over all types; their titles are those of an organization's papers.
constexpr auto kAnyType = domain::CertificateType::organization;

std::vector<Dashboard::Reason> returned(Transaction& tx, Date today) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& tally :
       tx.tallies().list(tally::kReturned, month_of(first_of_month(today, -2)), kEnd))
    counts[halves(tally.key).second] += tally.amount;
  std::vector<Dashboard::Reason> reasons;
  for (const auto& [item, count] : counts)
    reasons.push_back(
        {.item = item, .title = domain::item_title(kAnyType, item).value_or(item), .count = count});
  std::ranges::sort(reasons, std::ranges::greater{}, &Dashboard::Reason::count);
  return reasons;
}

}  // namespace

Dashboard dashboard(const Hall& hall) {
  return read(hall.store, [&](Transaction& tx) {
    const Timestamp now = hall.clock.now();
    const Date today = china_date(now);
    Dashboard board{.at = now,
                    .received = received(tx, today),
                    .waiting = waiting(tx, hall, now),
                    .decided = decided(tx, today),
                    .returned = returned(tx, today),
                    .expiring = expiring(tx, today),
                    .statuses = {}};
    for (const auto& tally : tx.tallies().list(tally::kStatus, "", kEnd))
      if (const auto status = enum_from_text<domain::ApplicationStatus>(tally.key))
        board.statuses[*status] = tally.amount;
    return board;
  });
}

std::vector<TallyDifference> check_tallies(const Hall& hall, bool repair) {
  std::map<std::pair<std::string, std::string>, TallyDifference> found;
  const auto compare = [&](Transaction& tx) {
    for (const auto& tally : tx.tallies().all()) found[{tally.name, tally.key}].kept = tally.amount;
    const auto counted = tx.tallies().recount();
    for (const auto& tally : counted) found[{tally.name, tally.key}].counted = tally.amount;
    return counted;
  };
  if (repair)
    (void)write(hall.store, [&](Transaction& tx) -> Status {
      tx.tallies().replace(compare(tx));
      audit(tx, hall.clock.now(), system_actor("command_line"), "tally.repair", "tally");
      return {};
    });
  else
    (void)read(hall.store, compare);
  std::vector<TallyDifference> differences;
  for (auto& [what, difference] : found) {
    if (difference.kept == difference.counted) continue;
    difference.name = what.first;
    difference.key = what.second;
    differences.push_back(difference);
  }
  return differences;
}

}  // namespace certhall::app
