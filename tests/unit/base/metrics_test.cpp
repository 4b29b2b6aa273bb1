#include "base/metrics.h"

#include <thread>

#include <gtest/gtest.h>

namespace certhall {
namespace {

using namespace std::chrono_literals;

TEST(Metrics, TellsCountersInPrometheusFormat) {
  Metrics metrics;
  metrics.counter("jobs_total", "Jobs", {{"kind", "sms"}, {"outcome", "done"}}).add(2);
  metrics.counter("jobs_total", "Jobs", {{"kind", "sms"}, {"outcome", "done"}}).add();
  EXPECT_EQ(metrics.text(),
            "# HELP jobs_total Jobs\n# TYPE jobs_total counter\n"
            "jobs_total{kind=\"sms\",outcome=\"done\"} 3\n");
}

TEST(Metrics, EscapesWhatTheFormatWantsEscaped) {
  Metrics metrics;
  metrics.counter("x_total", "back\\slash\nline \"quoted\"", {{"a", "\"\\\n"}}).add();
  EXPECT_EQ(metrics.text(),
            "# HELP x_total back\\\\slash\\nline \"quoted\"\n# TYPE x_total counter\n"
            "x_total{a=\"\\\"\\\\\\n\"} 1\n");
}

TEST(Metrics, CountsADurationInEveryBucketThatHoldsIt) {
  Metrics metrics;
  auto& seconds = metrics.histogram("wait_seconds", "Wait");
  seconds.note(1ms);  // a bound belongs to its bucket
  seconds.note(30ms);
  seconds.note(20s);
  const std::string text = metrics.text();
  EXPECT_NE(text.find("wait_seconds_bucket{le=\"0.001\"} 1\n"), text.npos) << text;
  EXPECT_NE(text.find("wait_seconds_bucket{le=\"0.025\"} 1\n"), text.npos) << text;
  EXPECT_NE(text.find("wait_seconds_bucket{le=\"0.05\"} 2\n"), text.npos) << text;
  EXPECT_NE(text.find("wait_seconds_bucket{le=\"10\"} 2\n"), text.npos) << text;
  EXPECT_NE(text.find("wait_seconds_bucket{le=\"+Inf\"} 3\n"), text.npos) << text;
  EXPECT_NE(text.find("wait_seconds_sum 20.031\n"), text.npos) << text;
  EXPECT_NE(text.find("wait_seconds_count 3\n"), text.npos) << text;
}

TEST(Metrics, PutsGaugesOfOneNameTogether) {
  Metrics metrics;
  metrics.ask([] { return std::vector<Gauge>{{"b", "B", {{"of", "1"}}, 1.5}, {"a", "A", {}, 7}}; });
  metrics.ask([] { return std::vector<Gauge>{{"b", "B", {{"of", "2"}}, 2}}; });
  EXPECT_EQ(metrics.text(),
            "# HELP a A\n# TYPE a gauge\na 7\n"
            "# HELP b B\n# TYPE b gauge\nb{of=\"1\"} 1.5\nb{of=\"2\"} 2\n");
}

TEST(Metrics, LeavesOutAGroupThatCannotBeRead) {
  Metrics metrics;
  metrics.ask([]() -> std::vector<Gauge> { throw std::runtime_error("the database is away"); });
  metrics.ask([] { return std::vector<Gauge>{{"up", "Up", {}, 1}}; });
  const std::string text = metrics.text();
  EXPECT_NE(text.find("up 1\n"), text.npos);
  EXPECT_NE(text.find("certhall_metrics_failed_total 1\n"), text.npos);
}

TEST(Metrics, LoseNothingWhenManyCount) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) metrics.counter("n_total", "N").add();
    });
  for (auto& each : threads) each.join();
  EXPECT_EQ(metrics.counter("n_total", "N").value(), 4000U);
}

}  // namespace
}  // namespace certhall
