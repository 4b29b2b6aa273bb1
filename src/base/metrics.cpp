#include "base/metrics.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/log.h"

namespace certhall {
namespace {

std::string escaped(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += "\\\\";
    if (c == '\n') out += "\\n";
    if (c == '"' && quotes) out += "\\\"";
    if (c != '\\' && c != '\n' && (c != '"' || !quotes)) out += c;
  }
  return out;
}

std::string braces(const Labels& labels, std::string_view bound = "") {
  std::string inside;
  for (const auto& [name, value] : labels) inside += name + "=\"" + escaped(value, true) + "\",";
  if (!bound.empty()) inside += "le=\"" + std::string(bound) + "\",";
  if (inside.empty()) return "";
  inside.pop_back();
  return "{" + inside + "}";
}

std::string head(std::string_view name, std::string_view help, std::string_view type) {
  return fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, escaped(help, false), type);
}

std::string lines(const std::string& name, const Labels& labels, const Histogram& histogram) {
  std::string text;
  for (std::size_t i = 0; i < Histogram::kBounds.size(); ++i) {
    const std::string bound = fmt::format("{}", Histogram::kBounds[i]);
    text += fmt::format("{}_bucket{} {}\n", name, braces(labels, bound), histogram.up_to(i));
  }
  const std::uint64_t count = histogram.count();
  text += fmt::format("{}_bucket{} {}\n", name, braces(labels, "+Inf"), count);
  text += fmt::format("{}_sum{} {}\n", name, braces(labels), histogram.seconds());
  return text + fmt::format("{}_count{} {}\n", name, braces(labels), count);
}

}  // namespace

void Histogram::note(std::chrono::nanoseconds time) {
  const double seconds = std::chrono::duration<double>(time).count();
  const auto bucket = std::ranges::lower_bound(kBounds, seconds) - kBounds.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  nanoseconds_.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0)),
                         std::memory_order_relaxed);
}

std::uint64_t Histogram::up_to(std::size_t bound) const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i <= bound; ++i) sum += buckets_[i].load(std::memory_order_relaxed);
  return sum;
}

std::uint64_t Histogram::count() const { return up_to(kBounds.size()); }

double Histogram::seconds() const {
  return static_cast<double>(nanoseconds_.load(std::memory_order_relaxed)) / 1e9;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& family = counters_[std::string(name)];
  if (family.help.empty()) family.help = help;
  auto& member = family.members[labels];
  if (!member) member = std::make_unique<Counter>();
  return *member;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& family = histograms_[std::string(name)];
  if (family.help.empty()) family.help = help;
  auto& member = family.members[labels];
  if (!member) member = std::make_unique<Histogram>();
  return *member;
}

void Metrics::ask(std::function<std::vector<Gauge>()> question) {
  const std::lock_guard lock(mutex_);
  questions_.push_back(std::move(question));
}

/// Without the lock: whoever is asked may count.
std::vector<Gauge> Metrics::gauges() {
  std::vector<std::function<std::vector<Gauge>()>> questions;
  {
    const std::lock_guard lock(mutex_);
    questions = questions_;
  }
  std::vector<Gauge> all;
  for (const auto& question : questions) try {
      for (Gauge& each : question()) all.push_back(std::move(each));
    } catch (const std::exception& error) {
      counter("certhall_metrics_failed_total", "Groups of gauges that could not be read").add();
      log::warning("metrics.failed", {{"reason", error.what()}});
    }
  std::ranges::stable_sort(all, {}, &Gauge::name);  // of one name all lines stand together
  return all;
}

std::string Metrics::text() {
  const auto now = gauges();
  std::string text;
  std::string_view last;
  for (const Gauge& each : now) {
    if (each.name != last) text += head(each.name, each.help, "gauge");
    last = each.name;
    text += fmt::format("{}{} {}\n", each.name, braces(each.labels), each.value);
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [name, family] : counters_) {
    text += head(name, family.help, "counter");
    for (const auto& [labels, member] : family.members)
      text += fmt::format("{}{} {}\n", name, braces(labels), member->value());
  }
  for (const auto& [name, family] : histograms_) {
    text += head(name, family.help, "histogram");
    for (const auto& [labels, member] : family.members) text += lines(name, labels, *member);
  }
  return text;
}

}  // namespace certhall
