#include "domain/invoice_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(InvoiceStatus status) {
  switch (status) {
    case InvoiceStatus::due:
      return "待开票";
    case InvoiceStatus::issuing:
      return "开票中";
    case InvoiceStatus::issued:
      return "已开票";
    case InvoiceStatus::failed:
      return "开票失败";
    case InvoiceStatus::recalled:
      return "开票中，待红冲";
    case InvoiceStatus::red_due:
      return "待红冲";
    case InvoiceStatus::red_issuing:
      return "红冲中";
    case InvoiceStatus::red_issued:
      return "已红冲";
    case InvoiceStatus::red_failed:
      return "红冲失败";
    case InvoiceStatus::cancelled:
      return "不再开票";
  }
  throw std::logic_error("an invoice's status outside its enum");
}

std::string_view text_of(InvoiceEvent event) {
  switch (event) {
    case InvoiceEvent::submit:
      return "提交开票";
    case InvoiceEvent::issue:
      return "登记发票";
    case InvoiceEvent::refuse:
      return "登记开票失败";
    case InvoiceEvent::correct:
      return "更正购方信息";
    case InvoiceEvent::retry:
      return "重新提交";
    case InvoiceEvent::recall:
      return "收回发票";
    case InvoiceEvent::submit_red:
      return "提交红冲";
    case InvoiceEvent::issue_red:
      return "登记红字发票";
    case InvoiceEvent::refuse_red:
      return "登记红冲失败";
  }
  throw std::logic_error("an invoice's event outside its enum");
}

Obstacle obstacle_of(InvoiceFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case InvoiceFact::paper_kept:
      return {wrong_state, "发票号码与文件尚未取得"};
    case InvoiceFact::reason_given:
      return {invalid, "请写明失败原因"};
    case InvoiceFact::buyer_valid:
      return {invalid, "请填写正确的发票抬头和纳税人识别号"};
  }
  throw std::logic_error("an invoice's fact outside its enum");
}

Result<Decision<InvoiceStatus>> decide(InvoiceStatus status, InvoiceEvent event, const Actor& actor,
                                       EnumSet<InvoiceFact> facts) {
  return decide_by(kInvoiceWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
