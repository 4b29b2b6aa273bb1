#include "api/routes.h"

#include <algorithm>
#include <array>

#include "api/application_dto.h"
#include "api/audit_dto.h"
#include "api/certificate_dto.h"
#include "api/change_dto.h"
#include "api/console_dto.h"
#include "api/directory_dto.h"
#include "api/openapi.h"
#include "api/phone_dto.h"
#include "api/portal_dto.h"
#include "api/sandbox_dto.h"
#include "api/session_dto.h"
#include "api/staff_dto.h"
#include "api/station_dto.h"
#include "api/worklist_dto.h"

namespace certhall::api {
namespace {

using enum Method;
using enum Permission;

/// JSON in (or nothing, with Empty), JSON out (or nothing, with Empty).
template <class Request, class Response>
constexpr Route json(Method method, std::string_view path, std::string_view operation,
                     Permission permission, std::string_view summary, std::string_view query = {}) {
  constexpr bool takes = !std::is_same_v<Request, Empty>;
  constexpr bool gives = !std::is_same_v<Response, Empty>;
  return {.method = method,
          .path = path,
          .operation = operation,
          .permission = permission,
          .summary = summary,
          .body = takes ? BodyKind::json : BodyKind::none,
          .answer = gives ? AnswerKind::json : AnswerKind::nothing,
          .request_schema = takes ? &schema_of<Request> : nullptr,
          .response_schema = gives ? &schema_of<Response> : nullptr,
          .query = query};
}

template <class Response>
constexpr Route upload(std::string_view path, std::string_view operation, Permission permission,
                       std::string_view summary) {
  return {.method = post,
          .path = path,
          .operation = operation,
          .permission = permission,
          .summary = summary,
          .body = BodyKind::upload,
          .answer = AnswerKind::json,
          .request_schema = nullptr,
          .response_schema = &schema_of<Response>};
}

template <class Response>
constexpr Route bytes(std::string_view path, std::string_view operation, Permission permission,
                      std::string_view summary) {
  return {.method = post,
          .path = path,
          .operation = operation,
          .permission = permission,
          .summary = summary,
          .body = BodyKind::bytes,
          .answer = AnswerKind::json,
          .request_schema = nullptr,
          .response_schema = &schema_of<Response>};
}

constexpr Route file(std::string_view path, std::string_view operation, Permission permission,
                     std::string_view summary, std::string_view query = {}) {
  return {.method = get,
          .path = path,
          .operation = operation,
          .permission = permission,
          .summary = summary,
          .body = BodyKind::none,
          .answer = AnswerKind::file,
          .request_schema = nullptr,
          .response_schema = nullptr,
          .query = query};
}

// clang-format off
constexpr std::array kRoutes{
    // portal
    json<Empty, PortalView>(get, "/api/portal", "portal_view", everyone, "门户：服务与厂商"),
    json<HandoverRequest, Handover>(post, "/api/portal/handover", "portal_handover", everyone, "立即申请：带已填信息转到厂商营业厅"),
    json<HandoverArrival, Handover>(post, "/api/portal/arrival", "portal_arrival", everyone, "接收其他门户转来的申请"),
    json<Empty, AnnouncementList>(get, "/api/announcements", "announcement_list", everyone, "公告"),
    json<Empty, AnnouncementView>(get, "/api/announcements/{code}", "announcement_view", everyone, "一则公告"),
    json<Empty, CatalogueView>(get, "/api/catalogue", "catalogue_view", everyone, "应用与现行价目"),
    json<Empty, ConsentDocuments>(get, "/api/consent-documents", "consent_documents", everyone, "现行协议文本"),
    json<Empty, PublicCertificate>(get, "/api/certificates/{serial}", "certificate_lookup", everyone, "按序列号查询证书"),
    file("/api/certificates/{serial}/file", "certificate_download", everyone, "下载已公开的机构证书"),
    json<DirectorySearch, DirectoryList>(post, "/api/directory", "directory_search", everyone, "按信用代码或公钥查询已公开的证书"),
    bytes<VerificationView>("/api/verification", "file_verify", everyone, "核验证书或已签名的 PDF"),
    json<Empty, Issuers>(get, "/api/issuers", "issuer_list", everyone, "签发机构与状态服务地址"),

    // session
    json<Empty, SessionView>(get, "/api/session", "session_view", everyone, "当前登录状态"),
    json<LoginCodeRequest, LoginCodeSent>(post, "/api/session/code", "session_code", everyone, "发送短信验证码"),
    json<LoginRequest, SessionView>(post, "/api/session", "session_create", everyone, "用验证码登录"),
    json<Empty, Empty>(delete_, "/api/session", "session_delete", everyone, "退出"),

    // applications
    json<Empty, ApplicationList>(get, "/api/applications", "application_list", applicant, "我的业务单"),
    json<ApplicationCreateRequest, ApplicationView>(post, "/api/applications", "application_create", applicant, "同意协议并新建业务单"),
    json<Empty, ApplicationView>(get, "/api/applications/{id}", "application_view", applicant, "业务单"),
    json<ChooseRelyingApplicationRequest, ApplicationView>(put, "/api/applications/{id}/relying-application", "application_choose", applicant, "选择应用"),
    json<DetailsRequest, ApplicationView>(put, "/api/applications/{id}/details", "application_details_save", applicant, "保存录入信息"),
    json<RevisionRequest, ApplicationView>(post, "/api/applications/{id}/form", "application_form_print", applicant, "生成申请表"),
    file("/api/applications/{id}/form.pdf", "application_form_file", applicant, "申请表 PDF"),
    file("/api/applications/{id}/seal-sheet.pdf", "seal_sheet_file", applicant, "印章采集表 PDF"),
    upload<ApplicationView>("/api/applications/{id}/materials/{kind}", "material_upload", applicant, "上传资料"),
    file("/api/applications/{id}/materials/{kind}/pages/{page}", "material_page", applicant, "资料预览"),
    file("/api/applications/{id}/materials/{kind}/original", "material_original", applicant, "下载原件"),
    json<Empty, IdentityLink>(post, "/api/applications/{id}/identity-link", "identity_link_create", applicant, "生成手机认证链接"),
    json<PaymentRequest, ApplicationView>(post, "/api/applications/{id}/payment", "payment_choose", applicant, "选择付款方式"),
    json<AccountRequest, ApplicationView>(put, "/api/applications/{id}/account", "account_correct", applicant, "更正对公账户，重新转账"),
    upload<ApplicationView>("/api/applications/{id}/payment/voucher", "payment_voucher_upload", applicant, "上传汇款流水单并提交审核"),
    json<RevisionRequest, ApplicationView>(post, "/api/applications/{id}/resubmit", "application_resubmit", applicant, "修改后重新提交"),
    json<RevisionRequest, ApplicationView>(post, "/api/applications/{id}/cancel", "application_cancel", applicant, "取消业务单"),
    json<LossReportRequest, LossReport>(post, "/api/applications/{id}/loss", "loss_report", applicant, "挂失：注销证书"),
    file("/api/applications/{id}/certificates/{serial}", "certificate_file", applicant, "下载证书"),

    file("/api/applications/{id}/invoice.pdf", "invoice_file", applicant, "下载电子发票"),
    file("/api/applications/{id}/red-invoice.pdf", "red_invoice_file", applicant, "下载红字发票"),
    json<InvoiceBuyerRequest, ApplicationView>(put, "/api/applications/{id}/invoice", "invoice_correct", applicant, "更正发票抬头与税号"),
    json<InvoiceResendRequest, ApplicationView>(post, "/api/applications/{id}/invoice/resend", "invoice_resend", applicant, "再次发送电子发票"),

    // phone
    json<PhoneOpenRequest, PhoneIdentityView>(post, "/api/phone/identity/open", "phone_open", everyone, "打开认证链接"),
    json<Empty, PhoneIdentityView>(get, "/api/phone/identity", "phone_view", phone, "认证进度"),
    upload<PhoneIdentityView>("/api/phone/identity/{side}", "phone_photo", phone, "上传身份证照片"),
    json<PhoneConfirmRequest, PhoneIdentityView>(post, "/api/phone/identity/confirm", "phone_confirm", phone, "核对并认证"),

    // staff
    json<Empty, StaffSessionView>(get, "/api/staff/session", "staff_session_view", everyone, "员工登录状态"),
    json<StaffLoginRequest, StaffSessionView>(post, "/api/staff/session", "staff_session_create", everyone, "员工登录"),
    json<Empty, Empty>(delete_, "/api/staff/session", "staff_session_delete", everyone, "员工退出"),
    json<Empty, TotpEnrolment>(post, "/api/staff/totp", "staff_totp_begin", staff_enrolling, "取得动态口令密钥"),
    json<StaffEnrolRequest, StaffSessionView>(post, "/api/staff/enrolment", "staff_enrol", staff_enrolling, "首次登录：改密码并绑定动态口令"),

    // console
    json<Empty, Queue>(get, "/api/console/queue", "review_queue", reviewer_or_finance, "待审核队列"),
    json<Empty, ConsoleApplication>(get, "/api/console/applications/{id}", "console_application", any_console, "业务单（后台）"),
    file("/api/console/applications/{id}/form.pdf", "console_form_file", reviewer, "申请表 PDF（后台）"),
    json<RevealRequest, RevealedApplication>(post, "/api/console/applications/{id}/reveal", "console_reveal", reviewer_or_finance, "查看完整个人信息"),
    file("/api/console/applications/{id}/materials/{kind}/pages/{page}", "console_material_page", reviewer_or_finance, "资料预览（后台）"),
    file("/api/console/applications/{id}/materials/{kind}/original", "console_material_original", reviewer_or_finance, "资料原件（后台）"),
    json<ApproveRequest, ConsoleApplication>(post, "/api/console/applications/{id}/approve", "review_approve", reviewer, "审核通过"),
    json<ReturnRequest, ConsoleApplication>(post, "/api/console/applications/{id}/return", "review_return", reviewer, "驳回修改"),
    json<RefuseRequest, ConsoleApplication>(post, "/api/console/applications/{id}/refuse", "review_refuse", reviewer, "拒绝办理"),
    json<WithdrawRequest, ConsoleApplication>(post, "/api/console/applications/{id}/withdraw", "review_withdraw", reviewer, "制证前撤销并退款"),
    json<Empty, InvoiceList>(get, "/api/console/invoices", "invoice_list", finance, "开票异常"),
    json<InvoiceRetryRequest, InvoiceList>(post, "/api/console/invoices/{id}/retry", "invoice_retry", finance, "重新提交开票"),
    json<Empty, FinanceList>(get, "/api/console/payments", "finance_list", finance, "待核款项"),
    json<ConfirmPaymentRequest, FinanceList>(post, "/api/console/payments/{id}/confirm", "payment_confirm", finance, "确认到账"),
    json<RejectVoucherRequest, FinanceList>(post, "/api/console/payments/{id}/reject", "payment_reject", finance, "凭证不符"),
    json<RefundedRequest, FinanceList>(post, "/api/console/payments/{id}/refunded", "payment_refunded", finance, "登记退款"),
    json<RevisionRequest, FinanceList>(post, "/api/console/payment-orders/{id}/retry-refund", "refund_retry", finance, "重新发起原路退款"),
    json<RefundedRequest, FinanceList>(post, "/api/console/payment-orders/{id}/refunded", "refund_by_hand", finance, "登记线下退款"),
    json<ResolveUnmatchedRequest, FinanceList>(post, "/api/console/unmatched-payments", "unmatched_resolve", finance, "登记未匹配款项的核查结果"),
    json<RevisionRequest, FinanceList>(post, "/api/console/account-checks/{id}/resend", "account_check_resend", finance, "重新转账发送 PIN 码"),
    json<Empty, ProductionList>(get, "/api/console/production", "production_list", producer, "制证与寄送"),
    json<ShipRequest, ProductionList>(post, "/api/console/deliveries/{id}/ship", "delivery_ship", producer, "登记或生成运单"),
    json<NextReviewRequest, NextReview>(post, "/api/console/queue/next", "review_next", reviewer, "下一张可审核的业务单"),
    json<Empty, ReviewLooker>(post, "/api/console/applications/{id}/claim", "review_keep", reviewer, "正在审核：延长占用"),
    json<Empty, ApplicationPage>(get, "/api/console/applications", "console_application_list", any_console, "业务单列表",
                                 "status relying_application certificate_type payment_status from to due sort after"),
    json<SearchRequest, SearchResult>(post, "/api/console/search", "console_search", any_console, "查询业务单"),
    json<Empty, WorkCounts>(get, "/api/console/work", "work_counts", staff, "待办数量"),
    json<Empty, DashboardView>(get, "/api/console/dashboard", "dashboard_view", staff, "统计"),
    json<Empty, MessagePage>(get, "/api/console/messages", "message_list", any_console, "短信记录", "status number before"),
    json<Empty, Empty>(post, "/api/console/messages/{id}/send-again", "message_send_again", any_console, "重发短信"),
    json<Empty, DeliveryPage>(get, "/api/console/deliveries", "delivery_list", producer, "寄送列表", "waiting after"),
    file("/api/console/labels.pdf", "delivery_labels", producer, "快递面单 PDF", "deliveries paper"),
    json<Empty, AuditPage>(get, "/api/console/audit", "audit_page", auditor, "审计记录", "before actor act subject from until"),
    file("/api/console/audit/export.csv", "audit_csv", auditor, "导出审计记录（CSV）", "before actor act subject from until"),
    file("/api/console/audit/export.jsonl", "audit_json_lines", auditor, "导出审计记录（JSON 行）", "before actor act subject from until"),
    json<Empty, LookerList>(get, "/api/console/audit/lookers", "audit_lookers", auditor, "查看过完整个人信息的员工"),

    // administration by two
    json<Empty, AdministeredList>(get, "/api/console/administered/{subject}", "administered_list", administrator, "现行的管理内容"),
    json<Empty, StaffList>(get, "/api/console/staff", "staff_list", administrator_or_auditor, "员工账号"),
    json<Empty, ChangeList>(get, "/api/console/changes", "change_list", administrator_or_auditor, "变更列表", "open before subject target"),
    json<ChangeCheckRequest, ChangeCheck>(post, "/api/console/changes/check", "change_check", administrator, "检查变更内容"),
    json<ChangeProposal, ChangeView>(post, "/api/console/changes", "change_propose", administrator, "提出变更"),
    json<Empty, ChangeView>(get, "/api/console/changes/{id}", "change_view", administrator_or_auditor, "变更"),
    json<ChangeEdit, ChangeView>(put, "/api/console/changes/{id}", "change_edit", administrator, "修改变更"),
    json<RevisionRequest, ChangeView>(post, "/api/console/changes/{id}/approve", "change_approve", administrator, "批准变更"),
    json<ChangeRejection, ChangeView>(post, "/api/console/changes/{id}/reject", "change_reject", administrator, "否决变更"),
    json<RevisionRequest, ChangeView>(post, "/api/console/changes/{id}/withdraw", "change_withdraw", administrator, "撤回变更"),
    json<Empty, OneTimeShareView>(post, "/api/console/changes/{id}/share", "change_share", administrator, "领取半个一次性密码"),

    // revocation
    json<Empty, ConsoleCertificates>(get, "/api/console/certificates/{serial}", "console_certificates", administrator_or_auditor, "证书及同一业务单的其他证书"),
    json<CertificateOrder, ConsoleCertificates>(post, "/api/console/certificates/{serial}/status", "certificate_change", administrator, "挂起、解除挂起或吊销证书"),
    json<Empty, RevocationLists>(get, "/api/console/revocation-lists", "revocation_lists", administrator_or_auditor, "批量吊销清单"),
    json<Empty, RevocationListView>(get, "/api/console/revocation-lists/{id}", "revocation_list", administrator_or_auditor, "批量吊销的逐行结果", "after"),

    // station
    json<StationClaimRequest, StationClaim>(post, "/api/station/claim", "station_claim", producer, "领取制证任务"),
    json<StationBeginRequest, StationBegun>(post, "/api/station/jobs/{id}/begin", "station_begin", producer, "登记将要初始化的介质"),
    json<StationIssueRequest, StationCertificates>(post, "/api/station/jobs/{id}/issue", "station_issue", producer, "签发证书"),
    json<StationCompleteRequest, StationDone>(post, "/api/station/jobs/{id}/complete", "station_complete", producer, "报告制证完成"),
    json<StationAbandonRequest, Empty>(post, "/api/station/jobs/{id}/abandon", "station_abandon", producer, "报废介质"),

    // sandbox
    json<Empty, SandboxView>(get, "/api/sandbox", "sandbox_view", sandbox, "沙箱：短信、登记、流水、快递"),
    json<HandoverArrival, SandboxHandover>(post, "/api/sandbox/vendor", "sandbox_vendor", sandbox, "沙箱：外部厂商打开转来的链接"),
    json<SandboxSubscriber, SandboxView>(put, "/api/sandbox/subscribers", "sandbox_subscriber_save", sandbox, "登记手机号机主"),
    json<SandboxTransferRequest, SandboxView>(post, "/api/sandbox/transfers", "sandbox_transfer", sandbox, "向CA账户汇款"),
    json<Empty, SandboxOrder>(get, "/api/sandbox/orders/{number}", "sandbox_order", sandbox, "支付页：订单"),
    json<SandboxPayRequest, SandboxOrder>(post, "/api/sandbox/orders/{number}/pay", "sandbox_pay", sandbox, "支付页：确认支付"),
    json<SandboxPayoutRequest, SandboxView>(post, "/api/sandbox/payouts/return", "sandbox_payout_return", sandbox, "银行退汇"),
    json<SandboxAdvanceRequest, SandboxView>(post, "/api/sandbox/parcels/advance", "sandbox_parcel_advance", sandbox, "快递进入下一站"),
    file("/api/sandbox/mails/{id}/attachment", "sandbox_attachment", sandbox, "邮件附件"),
};
// clang-format on

}  // namespace

std::span<const Route> routes() { return kRoutes; }

std::string_view verb(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::delete_:
      return "DELETE";
  }
  throw std::logic_error("a method outside its enum");
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::vector<std::string_view> path_parameters(std::string_view path) {
  std::vector<std::string_view> names;
  for (const std::string_view segment : split(path, '/')) {
    if (segment.starts_with('{')) names.push_back(segment.substr(1, segment.size() - 2));
  }
  return names;
}

bool takes_idempotency_key(const Route& route) {
  const bool changes = route.method == Method::post || route.method == Method::put;
  return changes && route.permission != everyone && route.permission != sandbox;
}

}  // namespace certhall::api
