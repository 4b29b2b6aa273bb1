// Fills a hall with plausible applications of three years, for benchmarks:
//   bench_fill --data DIR [--database URL] --applications N
// The hall must have been started once; its staff and catalogue are used. People and companies are
// invented: all id numbers begin with 99.

#include <algorithm>
#include <iostream>
#include <random>

#include <CLI/CLI.hpp>

#include "app/calendar.h"
#include "app/dashboard.h"
#include "base/encoding.h"
#include "base/json.h"
#include "bench/fill/sink.h"
#include "domain/search_term.h"
#include "main/wiring.h"

namespace certhall::bench {
namespace {

using domain::ApplicationStatus;
using domain::CertificateType;

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kSpan = 3 * 365 * kDay;
constexpr std::int64_t kInReview = 2'000;  // the last ones: a bad day's queue

class SetClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return now_; }
  void set(Timestamp now) { now_ = now; }

 private:
  Timestamp now_;
};

struct Person {
  std::string name, id_number, mobile;
};

/// All that hangs on one application.
struct Business {
  domain::Application application;
  std::string payment_status, remark_code;
  Timestamp decided_at;
};

class Filler {
 public:
  Filler(const app::Hall& hall, Sink& sink, std::int64_t count)
      : hall_(hall), sink_(sink), count_(count), now_(hall.clock.now()) {}

  void fill() {
    choose_staff();
    for (std::int64_t i = 0; i < count_; ++i) all_.push_back(make(i));
    put_accounts();
    put_applications();
    put_terms();
    put_payments();
    put_reviews();
    put_tokens();
    put_deliveries();
    put_messages();
    sink_.finish();
  }

 private:
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n));
  }
  template <std::size_t N>
  std::string_view one_of(const std::string_view (&list)[N]) {
    return list[below(N)];
  }
  std::string id_at(Timestamp at) {
    clock_.set(at);
    return new_id_text(clock_, hall_.random);
  }
  std::string sealed(std::string_view place, std::string_view plain) const {
    return to_base64(hall_.sealer.seal(plain, place));
  }

  void choose_staff() {
    const auto staff =
        app::read(hall_.store, [](app::Transaction& tx) { return tx.staff().list(); });
    if (staff.empty()) throw std::runtime_error("start the hall once before: it has no staff yet");
    staff_ = staff.front().id.value;
    for (const auto& relying : app::read(hall_.store, [](app::Transaction& tx) {
           return tx.catalogue().relying_applications();
         }))
      relying_.push_back(relying.code);
  }

  Person person(std::int64_t i) {
    static constexpr std::string_view kFamily[] = {"王", "李", "张", "刘", "陈",  "杨",
                                                   "赵", "黄", "周", "吴", "欧阳"};
    static constexpr std::string_view kGiven[] = {"示例", "一", "建国", "晓明", "静",
                                                  "伟",   "婷", "志强", "秀英", "子轩"};
    const std::string digits = std::to_string(100'000'000 + i % 900'000'000);
    return {.name = std::string(one_of(kFamily)) + std::string(one_of(kGiven)),
            .id_number = "990101" + std::to_string(1960 + i % 45) + "0101" + digits.substr(5, 3) +
                         digits.substr(8, 1),
            .mobile = "13" + digits};
  }

  ApplicationStatus status_of(std::int64_t i) {
    if (i >= count_ - kInReview) return ApplicationStatus::in_review;
    const std::int64_t lot = below(1'000);
    // What was left lying, the hall has cancelled.
    if (lot < 26 && (count_ - i) * kSpan / count_ > 25 * kDay) return ApplicationStatus::cancelled;
    if (lot < 15) return ApplicationStatus::draft;
    if (lot < 22) return ApplicationStatus::awaiting_payment;
    if (lot < 26) return ApplicationStatus::returned;
    if (lot < 27) return ApplicationStatus::approved;
    if (lot < 28) return ApplicationStatus::produced;
    if (lot < 33) return ApplicationStatus::shipped;
    if (lot < 70) return ApplicationStatus::cancelled;
    if (lot < 78) return ApplicationStatus::refused;
    return ApplicationStatus::completed;
  }

  domain::Details details(std::int64_t i) {
    static constexpr std::string_view kPlaces[] = {"长沙", "株洲", "湘潭", "衡阳", "岳阳", "常德"};
    static constexpr std::string_view kTrades[] = {"建设", "市政", "园林", "电子", "环保", "监理"};
    domain::Details details;
    const std::int64_t lot = below(100);
    details.certificate_type = lot < 82   ? CertificateType::organization
                               : lot < 94 ? CertificateType::organization_person
                                          : CertificateType::natural_person;
    const auto agent = person(i);
    details.agent = {.name = agent.name,
                     .id_number = agent.id_number,
                     .mobile = agent.mobile,
                     .email = "agent" + std::to_string(i) + "@example.com"};
    details.delivery = {.division = "430104", .address = "示例路" + std::to_string(i % 999) + "号"};
    if (details.certificate_type == CertificateType::natural_person) return details;
    const std::int64_t company = i % (count_ / 3 + 1);  // comes back for its next certificate
    details.organization = {.name = std::string(kPlaces[company % 6]) + "示例" +
                                    std::to_string(company) + std::string(kTrades[company % 5]) +
                                    "有限公司",
                            .credit_code = "91430100" + std::to_string(1'000'000'000 + company),
                            .address = "示例路1号"};
    const auto legal = person(company + 400'000'000);
    details.legal_representative = {
        .name = legal.name, .id_number = legal.id_number, .mobile = legal.mobile};
    return details;
  }

  Business make(std::int64_t i) {
    Business one;
    auto& application = one.application;
    application.status = status_of(i);
    const bool fresh = application.status == ApplicationStatus::in_review;
    const std::int64_t from_end = count_ - i;
    application.created_at = {
        now_.ms - (fresh ? from_end * kDay / kInReview : kDay + from_end * (kSpan / count_))};
    application.id = {id_at(application.created_at)};
    const Date day = china_date(application.created_at);
    serial_ = day == day_ ? serial_ + 1 : 1;
    day_ = day;
    const std::string serial = std::to_string(1'000'000 + serial_).substr(1);
    std::string date = to_text(day);
    std::erase(date, '-');
    application.number = "HN" + date + "-" + serial;
    application.details = details(i);
    application.relying_application =
        relying_[static_cast<std::size_t>(below(20) == 0 ? 1 : 0) % relying_.size()];
    settle(one, i);
    return one;
  }

  /// Times and money as the state has them.
  void settle(Business& one, std::int64_t i) {
    auto& application = one.application;
    const auto status = application.status;
    application.account_id = {accounts_of(i)};
    application.updated_at = application.created_at;
    if (status == ApplicationStatus::draft) return;
    one.remark_code = std::to_string(10'000'000 + i);
    one.payment_status = "confirmed";
    if (status == ApplicationStatus::awaiting_payment) one.payment_status = "awaiting_transfer";
    if (status == ApplicationStatus::cancelled) one.payment_status = "cancelled";
    if (status == ApplicationStatus::refused)
      one.payment_status = below(50) == 0 ? "refund_due" : "refunded";
    if (status == ApplicationStatus::in_review && below(3) == 0)
      one.payment_status = "voucher_uploaded";
    if (status == ApplicationStatus::awaiting_payment || status == ApplicationStatus::cancelled)
      return;
    application.submitted_at = {application.created_at.ms + kHour};
    if (status == ApplicationStatus::in_review)
      application.due_at = calendar_.due_at(application.submitted_at);
    else
      one.decided_at = {application.submitted_at.ms + below(20) * kHour};
  }

  /// Every account has some five applications.
  std::string accounts_of(std::int64_t i) {
    if (i % 5 == 0) accounts_.push_back(id_at({now_.ms - kSpan - kDay + i}));
    return accounts_.back();
  }

  void put_accounts() {
    sink_.table("account", {"id", "mobile", "mobile_digest", "created_at"});
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      const std::string mobile = "19" + std::to_string(100'000'000 + i);
      sink_.row({accounts_[i], sealed("account.mobile/" + accounts_[i], mobile),
                 hall_.sealer.digest(mobile, "mobile"), now_.ms - kSpan});
    }
  }

  void put_applications() {
    sink_.table("application",
                {"id", "number", "account_id", "kind", "status", "revision", "relying_application",
                 "details", "form_version", "form_digest", "created_at", "updated_at",
                 "submitted_at", "due_at", "certificate_type", "received_at", "payment_status"});
    for (const auto& [application, payment_status, remark_code, decided_at] : all_) {
      const std::string& id = application.id.value;
      sink_.row({id, application.number, application.account_id.value,
                 std::string(enum_to_text(application.kind)),
                 std::string(enum_to_text(application.status)), std::int64_t{1},
                 application.relying_application,
                 sealed("application.details/" + id, to_json_text(application.details)),
                 std::int64_t{1}, std::string(), application.created_at.ms,
                 application.updated_at.ms, application.submitted_at.ms, application.due_at.ms,
                 std::string(enum_to_text(application.details.certificate_type)),
                 application.submitted_at.ms, payment_status});
    }
  }

  void put_terms() {
    std::vector<std::pair<std::string, std::int64_t>> terms;  // sorted, so that the tree grows
    for (std::int64_t i = 0; i < count_; ++i)
      for (const auto& term :
           domain::search_terms(all_[static_cast<std::size_t>(i)].application.details))
        terms.emplace_back(
            hall_.sealer.digest(term.value, "search/" + std::string(enum_to_text(term.kind)))
                .substr(0, 32),
            i);
    std::ranges::sort(terms);
    sink_.table("search_term", {"digest", "application_id"});
    for (const auto& [digest, i] : terms)
      sink_.row({digest, all_[static_cast<std::size_t>(i)].application.id.value});
  }

  void put_payments() {
    sink_.table("payment", {"id", "application_id", "method", "status", "revision", "amount",
                            "remark_code", "payer_name", "bank_reference", "rejection",
                            "created_at", "confirmed_at", "updated_at"});
    for (const auto& one : all_) {
      if (one.payment_status.empty()) continue;
      const auto& at = one.application.created_at;
      const std::string id = id_at(at);
      const bool paid = one.payment_status == "confirmed" || one.payment_status == "refunded";
      sink_.row({id, one.application.id.value, std::string("bank_transfer"), one.payment_status,
                 std::int64_t{1}, std::int64_t{35'000}, one.remark_code,
                 sealed("payment.payer_name/" + id, one.application.details.organization.name),
                 paid ? "B" + one.remark_code : std::string(), std::string(), at.ms,
                 paid ? at.ms : std::int64_t{0}, at.ms});
    }
  }

  void put_reviews() {
    static constexpr std::string_view kItems[] = {"application_form", "business_licence",
                                                  "seal_impression", "identity"};
    sink_.table("review", {"application_id", "number", "staff_id", "decision", "items", "note",
                           "checklist", "decided_at", "waited_minutes"});
    for (const auto& one : all_) {
      if (one.decided_at.ms == 0) continue;
      const auto status = one.application.status;
      const bool back = status == ApplicationStatus::returned;
      const std::string decision = back                                   ? "return_for_correction"
                                   : status == ApplicationStatus::refused ? "refuse"
                                                                          : "approve";
      std::vector<domain::ReviewItem> items;
      if (back) items.push_back({std::string(one_of(kItems)), "不清晰，请重新上传"});
      const std::string place = "/" + one.application.id.value + "/1";
      sink_.row({one.application.id.value, std::int64_t{1}, staff_, decision,
                 sealed("review.items" + place, to_json_text(items)),
                 sealed("review.note" + place, ""), std::string("[]"), one.decided_at.ms,
                 below(700)});
    }
  }

  static bool is_made(ApplicationStatus status) {
    return status == ApplicationStatus::produced || status == ApplicationStatus::shipped ||
           status == ApplicationStatus::completed;
  }

  void put_tokens() {
    sink_.table("token", {"id", "application_id", "serial", "status", "revision", "created_at",
                          "updated_at"});
    std::int64_t n = 0;
    for (const auto& [application, payment_status, remark_code, decided_at] : all_)
      if (is_made(application.status))
        sink_.row({id_at(decided_at), application.id.value,
                   "BF" + std::to_string(100'000'000 + ++n), std::string("in_use"), std::int64_t{1},
                   decided_at.ms, decided_at.ms});
    put_certificates();
  }

  void put_certificates() {
    sink_.table("certificate", {"id", "application_id", "account_id", "usage", "status", "revision",
                                "issuer", "serial", "subject", "token_serial", "public_key_digest",
                                "not_before", "not_after", "tbs", "der", "publish", "created_at",
                                "revoked_at", "revocation_reason"});
    std::int64_t n = 0;
    for (const auto& [application, payment_status, remark_code, decided_at] : all_) {
      if (!is_made(application.status)) continue;
      const std::string id = id_at(decided_at);
      const std::string serial = "01" + to_hex(hall_.random.bytes(16));
      sink_.row({id, application.id.value, application.account_id.value, std::string("signing"),
                 std::string("issued"), std::int64_t{1}, std::string("sm2"), serial,
                 sealed("certificate.subject/" + id, application.details.organization.name),
                 "BF" + std::to_string(100'000'000 + ++n), serial, decided_at.ms,
                 decided_at.ms + (1 + below(5)) * 365 * kDay, sealed("certificate.tbs/" + id, ""),
                 sealed("certificate.der/" + id, ""), std::int64_t{1}, decided_at.ms,
                 std::int64_t{0}, std::string("unspecified")});
    }
  }

  void put_deliveries() {
    sink_.table("delivery", {"id", "application_id", "status", "revision", "carrier", "waybill",
                             "route", "created_at", "updated_at"});
    std::int64_t n = 0;
    for (const auto& [application, payment_status, remark_code, decided_at] : all_) {
      if (!is_made(application.status)) continue;
      const std::string id = id_at(decided_at);
      const bool waits = application.status == ApplicationStatus::produced;
      const std::string status = waits                                              ? "pending"
                                 : application.status == ApplicationStatus::shipped ? "in_transit"
                                                                                    : "signed_for";
      sink_.row({id, application.id.value, status, std::int64_t{1}, std::string("SF"),
                 waits ? std::string() : "SF" + std::to_string(1'000'000'000'000 + ++n),
                 sealed("delivery.route/" + id, "[]"), decided_at.ms, decided_at.ms});
    }
  }

  void put_messages() {
    sink_.table("outbox", {"id", "kind", "payload", "subject", "status", "attempts", "due_at",
                           "created_at", "finished_at", "last_error", "label", "recipient"});
    for (const auto& [application, payment_status, remark_code, decided_at] : all_) {
      if (decided_at.ms == 0) continue;
      const bool failed = below(20'000) == 0;
      sink_.row({id_at(decided_at), std::string("sms"), std::string(),
                 "application/" + application.id.value, std::string(failed ? "given_up" : "done"),
                 std::int64_t{1}, decided_at.ms, decided_at.ms, decided_at.ms,
                 std::string(failed ? "upstream" : ""), std::string("approved"),
                 std::string("139****0001")});
    }
  }

  const app::Hall& hall_;
  const domain::WorkingCalendar calendar_ = app::read(
      hall_.store, [this](app::Transaction& tx) { return app::working_calendar(tx, hall_); });
  Sink& sink_;
  std::int64_t count_;
  Timestamp now_;
  SetClock clock_;
  std::mt19937_64 random_{20'261'124};  // the same hall every time
  std::string staff_;
  std::vector<std::string> relying_;
  std::vector<std::string> accounts_;
  std::vector<Business> all_;
  Date day_{};
  std::int64_t serial_ = 0;
};

int run(int argc, char** argv) {
  Config config;
  std::int64_t applications = 1'000'000;
  CLI::App command{"bench_fill: invented applications for benchmarks"};
  command.add_option("--data", config.data)->required();
  command.add_option("--database", config.database);
  command.add_option("--applications", applications)->check(CLI::Range(10'000, 5'000'000));
  CLI11_PARSE(command, argc, argv);
  const std::string url =
      config.database.empty() ? "sqlite:" + config.data + "/certhall.db" : config.database;
  Wiring wiring(config, false);
  {
    const auto sink = open_sink(url);
    Filler(wiring.hall(), *sink, applications).fill();
  }
  const auto counted = app::check_tallies(wiring.hall(), true);
  std::cout << applications << " applications, " << counted.size() << " tallies\n";
  return 0;
}

}  // namespace
}  // namespace certhall::bench

int main(int argc, char** argv) {
  try {
    return certhall::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "bench_fill: " << error.what() << "\n";
    return 1;
  }
}
