#pragma once
// What the hall counts of itself, told in Prometheus' text format 0.0.4. Made once by main and
// handed to whoever counts. A label's value comes from a list in the code (a route, a kind, a
// status), never from a person or a request: the series must not grow without end, and hold
// nobody's data.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace certhall {

class Counter {
 public:
  void add(std::uint64_t more = 1) { value_.fetch_add(more, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

/// Of durations, from a millisecond to ten seconds.
class Histogram {
 public:
  static constexpr std::array<double, 13> kBounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                  0.25,  0.5,    1,     2.5,  5,     10};

  void note(std::chrono::nanoseconds time);
  [[nodiscard]] std::uint64_t count() const;
  /// Up to and with the bound of this index.
  [[nodiscard]] std::uint64_t up_to(std::size_t bound) const;
  [[nodiscard]] double seconds() const;

 private:
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> nanoseconds_ = 0;
};

using Labels = std::vector<std::pair<std::string, std::string>>;

/// What is true at the moment of asking.
struct Gauge {
  std::string name;
  std::string help;
  Labels labels;
  double value = 0;
};

class Metrics {
 public:
  Metrics() = default;
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// The same one for the same name and labels; lives as long as this object. `name` ends in
  /// "_total", of a histogram in "_seconds".
  Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, const Labels& labels = {});
  /// Asked each time that somebody reads. One that throws is left out and counted.
  void ask(std::function<std::vector<Gauge>()> question);

  [[nodiscard]] std::string text();

 private:
  template <class T>
  struct Family {
    std::string help;
    std::map<Labels, std::unique_ptr<T>> members;
  };

  [[nodiscard]] std::vector<Gauge> gauges();

  std::mutex mutex_;
  std::map<std::string, Family<Counter>, std::less<>> counters_;
  std::map<std::string, Family<Histogram>, std::less<>> histograms_;
  std::vector<std::function<std::vector<Gauge>()>> questions_;
};

/// Notes how long it lived.
class Stopwatch {
 public:
  explicit Stopwatch(Histogram& histogram) : histogram_(histogram) {}
  ~Stopwatch() { histogram_.note(std::chrono::steady_clock::now() - started_); }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  Histogram& histogram_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace certhall
