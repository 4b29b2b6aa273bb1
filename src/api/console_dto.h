#pragma once
// The staff console.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "api/application_dto.h"
#include "base/time.h"
#include "domain/review.h"
#include "domain/staff.h"

namespace certhall::api {

struct QueueEntry {
  ApplicationId id;
  std::string number;
  std::string subject_name;
  domain::CertificateType certificate_type = domain::CertificateType::organization;
  std::string relying_application_name;
  domain::ApplicationStatus status = domain::ApplicationStatus::in_review;
  std::string status_text;
  std::optional<domain::PaymentStatus> payment_status;
  std::int64_t submissions = 1;  // 2: came back after a return
  Timestamp submitted_at;
  std::optional<Timestamp> due_at;
  bool overdue = false;
  bool may_act = false;  // false: this person acted on it before
};
BOOST_DESCRIBE_STRUCT(QueueEntry, (),
                      (id, number, subject_name, certificate_type, relying_application_name, status,
                       status_text, payment_status, submissions, submitted_at, due_at, overdue,
                       may_act))

struct Queue {
  std::vector<QueueEntry> entries;  // most urgent first, at most 200
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(Queue, (), (entries, total))

struct ChecklistPoint {
  std::string code;
  std::string text;  // 申请表已加盖单位公章,且印章名称与机构名称一致
};
BOOST_DESCRIBE_STRUCT(ChecklistPoint, (), (code, text))

struct ReviewHistoryEntry {
  domain::ReviewDecision decision = domain::ReviewDecision::approve;
  std::string staff_name;
  std::vector<domain::ReviewItem> items;
  std::optional<std::string> note;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(ReviewHistoryEntry, (), (decision, staff_name, items, note, at))

struct IdentityEvidence {
  domain::IdentityStatus status = domain::IdentityStatus::waiting;
  std::optional<std::string> person_name;
  std::optional<std::string> person_number_masked;
  bool corrected_by_hand = false;
  std::optional<std::string> read_name;
  std::optional<std::string> real_name_result;  // 实名电信认证一致
  std::vector<std::string> photo_urls;          // front, back
  std::optional<Timestamp> verified_at;
};
BOOST_DESCRIBE_STRUCT(IdentityEvidence, (),
                      (status, person_name, person_number_masked, corrected_by_hand, read_name,
                       real_name_result, photo_urls, verified_at))

enum class ReviewAction { approve, return_for_correction, refuse };
BOOST_DESCRIBE_ENUM(ReviewAction, approve, return_for_correction, refuse)

struct ConsoleApplication {
  ApplicationId id;
  std::string number;
  std::int64_t revision = 0;
  domain::ApplicationStatus status = domain::ApplicationStatus::in_review;
  std::string status_text;
  std::string relying_application_name;
  domain::Details details;   // id numbers and mobiles masked
  std::string address_text;  // the delivery address in words
  domain::Price price;
  std::int64_t form_version = 0;
  std::string form_url;
  std::vector<MaterialView> materials;  // with the voucher
  IdentityEvidence identity;
  std::optional<PaymentView> payment;
  std::vector<ReviewHistoryEntry> reviews;
  std::vector<ChecklistPoint> checklist;
  std::vector<TimelineEntry> timeline;
  std::vector<ReviewAction> actions;
  std::optional<std::string> blocked;  // Chinese: why approve is not among them
  std::optional<Timestamp> submitted_at;
  std::optional<Timestamp> due_at;
};
BOOST_DESCRIBE_STRUCT(ConsoleApplication, (),
                      (id, number, revision, status, status_text, relying_application_name, details,
                       address_text, price, form_version, form_url, materials, identity, payment,
                       reviews, checklist, timeline, actions, blocked, submitted_at, due_at))

struct ApproveRequest {
  std::int64_t revision = 0;
  std::vector<std::string> checklist;  // every point's code: all must be ticked
};
BOOST_DESCRIBE_STRUCT(ApproveRequest, (), (revision, checklist))

struct ReturnRequest {
  std::int64_t revision = 0;
  std::vector<domain::ReviewItem> items;  // at least one
};
BOOST_DESCRIBE_STRUCT(ReturnRequest, (), (revision, items))

struct RefuseRequest {
  std::int64_t revision = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RefuseRequest, (), (revision, reason))

struct FinanceEntry {
  PaymentId id;
  ApplicationId application_id;
  std::string number;
  std::string subject_name;
  domain::PaymentStatus status = domain::PaymentStatus::voucher_uploaded;
  std::int64_t revision = 0;
  Fen amount;
  std::string remark_code;
  std::vector<std::string> voucher_urls;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(FinanceEntry, (),
                      (id, application_id, number, subject_name, status, revision, amount,
                       remark_code, voucher_urls, updated_at))

enum class OrderAction { retry_refund, refund_by_hand };
BOOST_DESCRIBE_ENUM(OrderAction, retry_refund, refund_by_hand)

/// An order at WeChat or Alipay that finance has to know of.
struct FinanceOrderEntry {
  PaymentOrderId id;
  ApplicationId application_id;
  std::string number;  // the application's
  std::string subject_name;
  std::int64_t revision = 0;
  domain::PaymentMethod channel = domain::PaymentMethod::wechat;
  std::string channel_text;
  std::string order_number;
  std::string transaction_id;
  domain::PaymentOrderStatus status = domain::PaymentOrderStatus::refund_due;
  std::string status_text;
  Fen amount;                             // asked for
  Fen paid_amount;                        // what came
  std::optional<std::string> difference;  // why it was not counted
  std::optional<std::string> failure;     // why it could not be paid back
  std::optional<std::string> refund_reference;
  Timestamp updated_at;
  std::vector<OrderAction> actions;
};
BOOST_DESCRIBE_STRUCT(FinanceOrderEntry, (),
                      (id, application_id, number, subject_name, revision, channel, channel_text,
                       order_number, transaction_id, status, status_text, amount, paid_amount,
                       difference, failure, refund_reference, updated_at, actions))

struct UnmatchedEntry {
  domain::PaymentMethod channel = domain::PaymentMethod::wechat;
  std::string channel_text;
  std::string transaction_id;
  std::string order_number;
  Fen amount;
  Timestamp received_at;
};
BOOST_DESCRIBE_STRUCT(UnmatchedEntry, (),
                      (channel, channel_text, transaction_id, order_number, amount, received_at))

struct AccountCheckEntry {
  AccountCheckId id;
  ApplicationId application_id;
  std::string number;
  std::string subject_name;
  std::int64_t revision = 0;
  domain::AccountCheckStatus status = domain::AccountCheckStatus::due;
  std::string status_text;
  std::string account_masked;
  std::string bank_text;
  Fen amount;
  std::int64_t attempt = 0;
  std::optional<std::string> failure;
  bool may_resend = false;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(AccountCheckEntry, (),
                      (id, application_id, number, subject_name, revision, status, status_text,
                       account_masked, bank_text, amount, attempt, failure, may_resend, updated_at))

struct FinanceList {
  std::vector<FinanceEntry> payments;  // oldest first: vouchers to check, then refunds due
  std::vector<FinanceOrderEntry> refunds;
  std::vector<FinanceOrderEntry> differences;
  std::vector<UnmatchedEntry> unmatched;
  std::vector<AccountCheckEntry> account_checks;
};
BOOST_DESCRIBE_STRUCT(FinanceList, (), (payments, refunds, differences, unmatched, account_checks))

struct ResolveUnmatchedRequest {
  domain::PaymentMethod channel = domain::PaymentMethod::wechat;
  std::string transaction_id;
  std::string resolution;  // what was found out
};
BOOST_DESCRIBE_STRUCT(ResolveUnmatchedRequest, (), (channel, transaction_id, resolution))

struct ConfirmPaymentRequest {
  std::int64_t revision = 0;
  Fen amount;  // as on the statement; must equal what is owed, to the fen
  std::string payer_name;
  std::string bank_reference;  // number of the statement line
};
BOOST_DESCRIBE_STRUCT(ConfirmPaymentRequest, (), (revision, amount, payer_name, bank_reference))

struct RejectVoucherRequest {
  std::int64_t revision = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RejectVoucherRequest, (), (revision, reason))

struct RefundedRequest {
  std::int64_t revision = 0;
  std::string bank_reference;
};
BOOST_DESCRIBE_STRUCT(RefundedRequest, (), (revision, bank_reference))

struct ProductionEntry {
  ApplicationId id;
  std::string number;
  std::string subject_name;
  Timestamp approved_at;
  std::optional<std::string> claimed_by;
};
BOOST_DESCRIBE_STRUCT(ProductionEntry, (), (id, number, subject_name, approved_at, claimed_by))

struct DeliveryEntry {
  DeliveryId id;
  ApplicationId application_id;
  std::string number;
  std::int64_t revision = 0;
  std::string subject_name;
  std::string recipient;  // name, masked mobile
  std::string address_text;
  domain::DeliveryStatus status = domain::DeliveryStatus::pending;
  std::optional<std::string> waybill;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(DeliveryEntry, (),
                      (id, application_id, number, revision, subject_name, recipient, address_text,
                       status, waybill, updated_at))

struct ProductionList {
  std::vector<ProductionEntry> waiting;
  std::vector<DeliveryEntry> deliveries;  // not yet signed for
};
BOOST_DESCRIBE_STRUCT(ProductionList, (), (waiting, deliveries))

struct ShipRequest {
  std::int64_t revision = 0;
  std::optional<std::string> waybill;  // absent: the courier is asked for one
};
BOOST_DESCRIBE_STRUCT(ShipRequest, (), (revision, waybill))

struct AuditEntry {
  std::int64_t seq = 0;
  Timestamp at;
  domain::ActorKind actor_kind = domain::ActorKind::system;
  std::string actor;    // staff login, account id, or the job's name
  std::string act;      // "application.approve"
  std::string subject;  // "application/<id>"
  std::string detail;   // JSON text, no personal data
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (), (seq, at, actor_kind, actor, act, subject, detail))

struct AuditPage {
  std::vector<AuditEntry> entries;          // newest first, at most 100
  std::optional<std::int64_t> next_before;  // ask again with before=…
  bool chain_intact = true;                 // of the entries shown
};
BOOST_DESCRIBE_STRUCT(AuditPage, (), (entries, next_before, chain_intact))

}  // namespace certhall::api
