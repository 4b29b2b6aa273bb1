#pragma once
// What the applicant's pages (wizard, personal centre) read and write.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/error.h"
#include "base/time.h"
#include "domain/account_check.h"
#include "domain/application.h"
#include "domain/catalogue.h"
#include "domain/certificate.h"
#include "domain/delivery.h"
#include "domain/identity.h"
#include "domain/invoice.h"
#include "domain/material.h"
#include "domain/payment.h"
#include "domain/payment_order.h"
#include "domain/review.h"

namespace certhall::api {

struct FieldProblem {
  std::string field;    // "agent.id_number"
  std::string message;  // what is wrong and what to do
};
BOOST_DESCRIBE_STRUCT(FieldProblem, (), (field, message))

struct ConsentGiven {
  std::string code;
  std::string version;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(ConsentGiven, (), (code, version, digest))

struct ApplicationCreateRequest {
  std::vector<ConsentGiven> consents;
  std::optional<std::string> handover;  // the portal's signed token: fills in the form
};
BOOST_DESCRIBE_STRUCT(ApplicationCreateRequest, (), (consents, handover))

/// A change names the revision that it saw; with another one the answer is 409 `stale`.
struct ChooseRelyingApplicationRequest {
  std::int64_t revision = 0;
  std::string relying_application;
};
BOOST_DESCRIBE_STRUCT(ChooseRelyingApplicationRequest, (), (revision, relying_application))

struct DetailsRequest {
  std::int64_t revision = 0;
  domain::Details details;  // whole; kept as it is, also where it is not yet right
};
BOOST_DESCRIBE_STRUCT(DetailsRequest, (), (revision, details))

struct RevisionRequest {
  std::int64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(RevisionRequest, (), (revision))

/// The organization's own account, whose name is the organization's.
struct OrganizationAccountInput {
  std::string account_number;
  std::string bank_name;
  std::string branch;
};
BOOST_DESCRIBE_STRUCT(OrganizationAccountInput, (), (account_number, bank_name, branch))

struct PaymentRequest {
  std::int64_t revision = 0;
  domain::PaymentMethod method = domain::PaymentMethod::bank_transfer;
  std::optional<OrganizationAccountInput> account;  // where AccountCheckView::needed says so
};
BOOST_DESCRIBE_STRUCT(PaymentRequest, (), (revision, method, account))

struct AccountRequest {
  std::int64_t revision = 0;
  OrganizationAccountInput account;
};
BOOST_DESCRIBE_STRUCT(AccountRequest, (), (revision, account))

struct FormView {
  std::int64_t version = 0;
  bool current = false;  // false: the details changed after printing; print again
  std::optional<Timestamp> printed_at;
  std::string url;             // the PDF
  std::string seal_sheet_url;  // 印章采集表 to print, a PDF
};
BOOST_DESCRIBE_STRUCT(FormView, (), (version, current, printed_at, url, seal_sheet_url))

struct MaterialView {
  domain::MaterialKind kind = domain::MaterialKind::application_form;
  std::string title;
  std::string hint;
  bool stamped = false;  // must bear the organization's stamp
  bool uploaded = false;
  bool accepted = false;  // uploaded, and every check that blocks was passed
  std::optional<std::string> file_name;
  std::optional<std::string> content_type;
  std::int64_t size_bytes = 0;
  std::int64_t version = 0;
  std::vector<std::string> preview_urls;    // JPEG, a page each
  std::optional<std::string> download_url;  // the original
  std::vector<domain::MaterialCheck> checks;
  std::optional<std::string> return_reason;  // by the reviewer, until it is replaced
  std::optional<Timestamp> uploaded_at;
};
BOOST_DESCRIBE_STRUCT(MaterialView, (),
                      (kind, title, hint, stamped, uploaded, accepted, file_name, content_type,
                       size_bytes, version, preview_urls, download_url, checks, return_reason,
                       uploaded_at))

struct IdentityView {
  domain::IdentityStatus status = domain::IdentityStatus::waiting;
  std::optional<std::string> person_masked;  // 张**
  std::optional<std::string> failure;        // why, and what the guide's FAQ advises
  bool front_taken = false;
  bool back_taken = false;
  std::optional<Timestamp> expires_at;  // of the link; nothing when none is out
  std::optional<Timestamp> verified_at;
};
BOOST_DESCRIBE_STRUCT(IdentityView, (),
                      (status, person_masked, failure, front_taken, back_taken, expires_at,
                       verified_at))

struct IdentityLink {
  std::string url;     // for the phone; single use, ten minutes
  std::string qr_svg;  // the same as a picture
  Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(IdentityLink, (), (url, qr_svg, expires_at))

struct BankAccountView {
  std::string account_name;
  std::string account_number;
  std::string bank_name;
};
BOOST_DESCRIBE_STRUCT(BankAccountView, (), (account_name, account_number, bank_name))

/// One try to pay by WeChat or Alipay.
struct PaymentOrderView {
  domain::PaymentMethod channel = domain::PaymentMethod::wechat;
  domain::PaymentOrderStatus status = domain::PaymentOrderStatus::opening;
  std::string status_text;
  std::optional<std::string> qr_svg;  // while it is open
  std::optional<std::string> link;    // the same for a phone
  Timestamp expires_at;
  std::optional<std::string> failure;  // why there is no code
};
BOOST_DESCRIBE_STRUCT(PaymentOrderView, (),
                      (channel, status, status_text, qr_svg, link, expires_at, failure))

/// 单位金融认证: who pays online for an organization gets the PIN in a transfer's remark.
struct AccountCheckView {
  bool needed = false;  // paying online needs the organization's account
  std::string account_name;
  Fen amount;                                 // of the transfer
  std::optional<std::string> account_masked;  // nothing: not given yet
  std::optional<std::string> bank_text;       // bank and branch
  std::optional<domain::AccountCheckStatus> status;
  std::optional<std::string> status_text;
  std::optional<std::string> failure;
};
BOOST_DESCRIBE_STRUCT(AccountCheckView, (),
                      (needed, account_name, amount, account_masked, bank_text, status, status_text,
                       failure))

struct PaymentView {
  domain::PaymentMethod method = domain::PaymentMethod::bank_transfer;
  domain::PaymentStatus status = domain::PaymentStatus::awaiting_transfer;
  Fen amount;
  std::string remark_code;
  BankAccountView account;
  std::optional<std::string> rejection;  // why the voucher was not accepted
  std::optional<MaterialView> voucher;
  std::string status_text;
  std::optional<PaymentOrderView> order;  // the newest, where it is paid online
};
BOOST_DESCRIBE_STRUCT(PaymentView, (),
                      (method, status, amount, remark_code, account, rejection, voucher,
                       status_text, order))

struct ReturnView {
  std::vector<domain::ReviewItem> items;
  std::vector<std::string> item_titles;  // Chinese, same order as items
  std::optional<std::string> note;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(ReturnView, (), (items, item_titles, note, at))

struct TimelineEntry {
  Timestamp at;
  std::string title;  // 提交审核
  std::optional<std::string> detail;
};
BOOST_DESCRIBE_STRUCT(TimelineEntry, (), (at, title, detail))

struct DeliveryView {
  domain::DeliveryStatus status = domain::DeliveryStatus::pending;
  std::string carrier_name;  // 顺丰速运
  std::optional<std::string> waybill;
  std::vector<domain::RouteEvent> route;  // newest first
};
BOOST_DESCRIBE_STRUCT(DeliveryView, (), (status, carrier_name, waybill, route))

enum class InvoiceAction {
  correct,  // title and tax number, until the issuer has the order
  resend,   // by e-mail
};
BOOST_DESCRIBE_ENUM(InvoiceAction, correct, resend)

struct InvoiceView {
  domain::InvoiceStatus status = domain::InvoiceStatus::due;
  std::string status_text;  // 已开票
  std::int64_t revision = 0;
  std::string title;
  std::string tax_number;
  std::vector<domain::InvoiceLine> lines;
  Fen total;
  Fen tax;
  std::optional<std::string> number;
  std::optional<Timestamp> issued_at;
  std::optional<std::string> download_url;  // PDF
  std::optional<std::string> red_number;
  std::optional<Timestamp> red_issued_at;
  std::optional<std::string> red_download_url;
  std::optional<std::string> failure;  // why it was refused
  std::string email;                   // where it was sent: the agent's
  std::vector<InvoiceAction> actions;
};
BOOST_DESCRIBE_STRUCT(InvoiceView, (),
                      (status, status_text, revision, title, tax_number, lines, total, tax, number,
                       issued_at, download_url, red_number, red_issued_at, red_download_url,
                       failure, email, actions))

struct InvoiceBuyerRequest {
  std::int64_t revision = 0;  // the invoice's
  std::string title;
  std::string tax_number;  // may be empty for a person
};
BOOST_DESCRIBE_STRUCT(InvoiceBuyerRequest, (), (revision, title, tax_number))

struct InvoiceResendRequest {
  std::string email;
};
BOOST_DESCRIBE_STRUCT(InvoiceResendRequest, (), (email))

struct CertificateView {
  std::string serial;
  domain::CertificateUsage usage = domain::CertificateUsage::signing;
  domain::CertificateStatus status = domain::CertificateStatus::issued;
  std::string subject;
  Timestamp not_before;
  Timestamp not_after;
  std::optional<Timestamp> revoked_at;
  std::string download_url;  // DER
};
BOOST_DESCRIBE_STRUCT(CertificateView, (),
                      (serial, usage, status, subject, not_before, not_after, revoked_at,
                       download_url))

/// What may be done now, so that the pages never repeat a rule.
enum class ApplicationAction {
  edit,  // choose the application, fill in the details
  print_form,
  upload,
  verify_identity,
  choose_payment,
  upload_voucher,
  resubmit,  // after mending what was returned
  cancel,
  report_loss,
  change_certificate,  // its type and years: what the price depends on
  correct_account,
};
BOOST_DESCRIBE_ENUM(ApplicationAction, edit, print_form, upload, verify_identity, choose_payment,
                    upload_voucher, resubmit, cancel, report_loss, change_certificate,
                    correct_account)

struct ApplicationView {
  ApplicationId id;
  std::string number;
  std::int64_t revision = 0;
  domain::ApplicationKind kind = domain::ApplicationKind::new_application;
  domain::ApplicationStatus status = domain::ApplicationStatus::draft;
  std::string status_text;  // 待审核
  std::string next_step;    // one sentence: what happens next and who does it
  domain::WizardStep step = domain::WizardStep::choose_application;
  std::optional<domain::RelyingApplication> relying_application;
  domain::Details details;
  std::vector<FieldProblem> problems;  // of the details, as they stand
  std::optional<domain::Price> price;
  FormView form;
  std::vector<MaterialView> materials;  // those that this kind of application needs, in order
  IdentityView identity;
  std::optional<PaymentView> payment;
  AccountCheckView account_check;
  std::optional<ReturnView> returned;
  std::optional<std::string> refusal;
  std::optional<Timestamp> due_at;      // promised decision
  std::vector<TimelineEntry> timeline;  // oldest first
  std::optional<DeliveryView> delivery;
  std::optional<InvoiceView> invoice;
  std::vector<CertificateView> certificates;
  std::vector<ApplicationAction> actions;
  Timestamp created_at;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(ApplicationView, (),
                      (id, number, revision, kind, status, status_text, next_step, step,
                       relying_application, details, problems, price, form, materials, identity,
                       payment, account_check, returned, refusal, due_at, timeline, delivery,
                       invoice, certificates, actions, created_at, updated_at))

struct ApplicationSummary {
  ApplicationId id;
  std::string number;
  domain::ApplicationKind kind = domain::ApplicationKind::new_application;
  domain::ApplicationStatus status = domain::ApplicationStatus::draft;
  std::string status_text;
  std::string next_step;
  std::string subject_name;  // the organization; empty while unknown
  std::optional<std::string> relying_application_name;
  bool revoked = false;  // it led to certificates, and none of them counts any more
  Timestamp created_at;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(ApplicationSummary, (),
                      (id, number, kind, status, status_text, next_step, subject_name,
                       relying_application_name, revoked, created_at, updated_at))

struct ApplicationList {
  std::vector<ApplicationSummary> applications;  // newest first, at most 100
};
BOOST_DESCRIBE_STRUCT(ApplicationList, (), (applications))

struct LossReportRequest {
  domain::RevocationReason reason = domain::RevocationReason::key_compromise;
  bool confirmed = false;  // the page asks twice: a revocation is for good
};
BOOST_DESCRIBE_STRUCT(LossReportRequest, (), (reason, confirmed))

struct LossReport {
  std::vector<CertificateView> certificates;  // all of the application's, now revoked
};
BOOST_DESCRIBE_STRUCT(LossReport, (), (certificates))

}  // namespace certhall::api
