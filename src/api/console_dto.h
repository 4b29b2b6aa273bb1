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
  bool may_act = false;                   // false: this person acted on it before
  std::optional<std::string> claimed_by;  // another who looks at it just now
};
BOOST_DESCRIBE_STRUCT(QueueEntry, (),
                      (id, number, subject_name, certificate_type, relying_application_name, status,
                       status_text, payment_status, submissions, submitted_at, due_at, overdue,
                       may_act, claimed_by))

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

enum class ReviewAction { approve, return_for_correction, refuse, withdraw };
BOOST_DESCRIBE_ENUM(ReviewAction, approve, return_for_correction, refuse, withdraw)

/// The e-invoice as staff see it.
struct ConsoleInvoice {
  domain::InvoiceStatus status = domain::InvoiceStatus::due;
  std::string status_text;
  std::string title;
  std::optional<std::string> number;
  std::optional<std::string> red_number;
  std::optional<std::string> failure;
};
BOOST_DESCRIBE_STRUCT(ConsoleInvoice, (), (status, status_text, title, number, red_number, failure))

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
  std::optional<ConsoleInvoice> invoice;
  std::vector<ReviewHistoryEntry> reviews;
  std::vector<ChecklistPoint> checklist;
  std::vector<TimelineEntry> timeline;
  std::vector<ReviewAction> actions;
  std::optional<std::string> blocked;     // Chinese: why approve is not among them
  std::optional<std::string> claimed_by;  // another who looks at it just now
  std::optional<Timestamp> submitted_at;
  std::optional<Timestamp> due_at;
};
BOOST_DESCRIBE_STRUCT(ConsoleApplication, (),
                      (id, number, revision, status, status_text, relying_application_name, details,
                       address_text, price, form_version, form_url, materials, identity, payment,
                       invoice, reviews, checklist, timeline, actions, blocked, claimed_by,
                       submitted_at, due_at))

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

/// Personal data in full: audited with the reason, and only so many times an hour.
struct RevealRequest {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RevealRequest, (), (reason))

/// For reviewers all but the payer, for finance the payer.
struct RevealedApplication {
  std::optional<domain::Details> details;
  std::optional<std::string> address_text;
  std::optional<std::string> person_number;  // on the card that was verified
  std::optional<std::string> payer_name;
};
BOOST_DESCRIBE_STRUCT(RevealedApplication, (), (details, address_text, person_number, payer_name))

struct WithdrawRequest {
  std::int64_t revision = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawRequest, (), (revision, reason))

/// An invoice that does not go on by itself.
struct InvoiceEntry {
  InvoiceId id;
  ApplicationId application_id;
  std::string number;  // the application's
  std::string title;
  domain::InvoiceStatus status = domain::InvoiceStatus::failed;
  std::string status_text;
  std::int64_t revision = 0;
  Fen amount;
  std::string reason;  // the issuer's, or that it does not answer
  bool may_retry = false;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(InvoiceEntry, (),
                      (id, application_id, number, title, status, status_text, revision, amount,
                       reason, may_retry, updated_at))

struct InvoiceList {
  std::vector<InvoiceEntry> invoices;  // oldest first
};
BOOST_DESCRIBE_STRUCT(InvoiceList, (), (invoices))

struct InvoiceRetryRequest {
  std::int64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(InvoiceRetryRequest, (), (revision))

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
  std::vector<ProductionEntry> waiting;   // at most 200
  std::int64_t total = 0;                 // of those that wait
  std::vector<DeliveryEntry> deliveries;  // not yet signed for
};
BOOST_DESCRIBE_STRUCT(ProductionList, (), (waiting, total, deliveries))

struct ShipRequest {
  std::int64_t revision = 0;
  std::optional<std::string> waybill;  // absent: the courier is asked for one
};
BOOST_DESCRIBE_STRUCT(ShipRequest, (), (revision, waybill))

}  // namespace certhall::api
