#pragma once
// The console's lists, search and figures.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "api/console_dto.h"
#include "domain/search_term.h"

namespace certhall::api {

struct ApplicationRow {
  ApplicationId id;
  std::string number;
  std::string subject_name;  // of a natural person: masked
  std::string agent_masked;  // 张** 138****0001
  domain::CertificateType certificate_type = domain::CertificateType::organization;
  std::string relying_application_name;
  domain::ApplicationStatus status = domain::ApplicationStatus::draft;
  std::string status_text;
  std::optional<domain::PaymentStatus> payment_status;
  Timestamp created_at;
  std::optional<Timestamp> submitted_at;
  std::optional<Timestamp> due_at;
  bool overdue = false;
  bool may_open = false;  // a draft is the applicant's own business
};
BOOST_DESCRIBE_STRUCT(ApplicationRow, (),
                      (id, number, subject_name, agent_masked, certificate_type,
                       relying_application_name, status, status_text, payment_status, created_at,
                       submitted_at, due_at, overdue, may_open))

struct ApplicationPage {
  std::vector<ApplicationRow> entries;  // at most 50
  std::optional<std::string> next;      // ask again with after=…
};
BOOST_DESCRIBE_STRUCT(ApplicationPage, (), (entries, next))

struct SearchRequest {
  std::string term;
};
BOOST_DESCRIBE_STRUCT(SearchRequest, (), (term))

struct SearchHit {
  ApplicationRow row;
  domain::SearchKind kind = domain::SearchKind::name;  // what of it is the term
};
BOOST_DESCRIBE_STRUCT(SearchHit, (), (row, kind))

struct SearchResult {
  std::vector<SearchHit> hits;  // at most 50
};
BOOST_DESCRIBE_STRUCT(SearchResult, (), (hits))

struct NextReviewRequest {
  std::optional<ApplicationId> left;  // the one that the reviewer comes from
};
BOOST_DESCRIBE_STRUCT(NextReviewRequest, (), (left))

struct NextReview {
  std::optional<ApplicationId> id;  // absent: none that this reviewer may decide on is free
};
BOOST_DESCRIBE_STRUCT(NextReview, (), (id))

struct ReviewLooker {
  std::optional<std::string> claimed_by;
};
BOOST_DESCRIBE_STRUCT(ReviewLooker, (), (claimed_by))

enum class WorkPlace { queue, payments, production, messages };
BOOST_DESCRIBE_ENUM(WorkPlace, queue, payments, production, messages)

struct WorkCount {
  WorkPlace place = WorkPlace::queue;
  std::int64_t count = 0;   // what waits there; 1000: that or more
  std::int64_t urgent = 0;  // of these: overdue, refunds due, parcels to send
};
BOOST_DESCRIBE_STRUCT(WorkCount, (), (place, count, urgent))

struct WorkCounts {
  std::vector<WorkCount> places;  // those of this person's role
};
BOOST_DESCRIBE_STRUCT(WorkCounts, (), (places))

struct TypeCounts {
  std::int64_t organization = 0;
  std::int64_t organization_person = 0;
  std::int64_t natural_person = 0;
};
BOOST_DESCRIBE_STRUCT(TypeCounts, (), (organization, organization_person, natural_person))

struct PeriodCounts {
  std::string period;  // 2026-11-24, or 2026-11
  TypeCounts counts;
};
BOOST_DESCRIBE_STRUCT(PeriodCounts, (), (period, counts))

struct WaitCount {
  std::int64_t from_minutes = 0;  // of working time, up to the next one's
  std::string title;              // 1–2 小时
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(WaitCount, (), (from_minutes, title, count))

struct ReasonCount {
  std::string title;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(ReasonCount, (), (title, count))

struct StatusCount {
  domain::ApplicationStatus status = domain::ApplicationStatus::draft;
  std::string title;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(StatusCount, (), (status, title, count))

struct DashboardView {
  Timestamp at;
  std::vector<PeriodCounts> received;  // 30 days, today last
  std::vector<WaitCount> waiting;      // in review, by working time waited
  std::vector<WaitCount> decided;      // of three months, by working time waited
  std::vector<ReasonCount> returned;   // of three months, most frequent first
  std::vector<PeriodCounts> expiring;  // certificates in force, 24 months
  std::vector<StatusCount> statuses;
};
BOOST_DESCRIBE_STRUCT(DashboardView, (),
                      (at, received, waiting, decided, returned, expiring, statuses))

enum class MessageStatus { waiting, done, given_up };
BOOST_DESCRIBE_ENUM(MessageStatus, waiting, done, given_up)

struct MessageEntry {
  OutboxId id;
  std::string label;  // approved, pin, login_code, …
  std::string title;  // 审核通过
  std::string recipient_masked;
  std::optional<std::string> application_number;
  MessageStatus status = MessageStatus::waiting;
  std::int64_t attempts = 0;
  std::optional<std::string> error;  // Chinese: why it failed
  bool may_send_again = false;
  Timestamp created_at;
  std::optional<Timestamp> due_at;  // of the next attempt
  std::optional<Timestamp> finished_at;
};
BOOST_DESCRIBE_STRUCT(MessageEntry, (),
                      (id, label, title, recipient_masked, application_number, status, attempts,
                       error, may_send_again, created_at, due_at, finished_at))

struct MessagePage {
  std::vector<MessageEntry> entries;  // newest first, at most 50
  std::optional<std::string> next;    // ask again with before=…
};
BOOST_DESCRIBE_STRUCT(MessagePage, (), (entries, next))

struct DeliveryPage {
  std::vector<DeliveryEntry> entries;  // oldest first, at most 50
  std::optional<std::string> next;     // ask again with after=…
};
BOOST_DESCRIBE_STRUCT(DeliveryPage, (), (entries, next))

}  // namespace certhall::api
