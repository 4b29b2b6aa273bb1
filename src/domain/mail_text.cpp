#include "domain/mail_text.h"

namespace certhall::domain {
namespace {

std::string line(std::string_view name, std::string_view value) {
  return std::string(name) + "：" + std::string(value) + "\n";
}

std::string foot(const SmsVoice& voice, std::string_view url) {
  return "\n您也可以登录网上营业厅，在「个人中心－我的业务单」中查看和下载：\n" + std::string(url) +
         "\n\n此邮件由系统发出，请勿直接回复。如有疑问请致电 " + voice.hotline + "。\n" + voice.ca +
         "\n";
}

}  // namespace

MailText invoice_mail(const SmsVoice& voice, const SmsSubject& subject, const Invoice& invoice,
                      std::string_view application_number, std::string_view url) {
  std::string text = "您好：\n\n您在" + voice.ca + "办理的" + subject.relying_application +
                     subject.business + "业务，电子发票已开具，见附件。\n\n";
  text +=
      line("发票号码", invoice.number) + line("开票日期", to_text(china_date(invoice.issued_at)));
  text += line("购买方", invoice.title);
  if (!invoice.tax_number.empty()) text += line("纳税人识别号", invoice.tax_number);
  text += line("价税合计", to_yuan(total_of(invoice.lines)) + " 元") +
          line("业务单号", application_number);
  return {"【" + voice.ca + "】电子发票 " + invoice.number, text + foot(voice, url)};
}

MailText red_letter_mail(const SmsVoice& voice, const SmsSubject& subject, const Invoice& invoice,
                         std::string_view application_number, std::string_view url) {
  std::string text = "您好：\n\n您在" + voice.ca + "办理的" + subject.relying_application +
                     subject.business +
                     "业务已终止，款项退回，原电子发票已红冲，红字发票见附件。"
                     "请勿再使用原发票报销、抵扣。\n\n";
  text += line("红字发票号码", invoice.red_number) +
          line("开票日期", to_text(china_date(invoice.red_issued_at)));
  text += line("原发票号码", invoice.number) + line("购买方", invoice.title);
  text += line("价税合计", "-" + to_yuan(total_of(invoice.lines)) + " 元") +
          line("业务单号", application_number);
  return {"【" + voice.ca + "】红字电子发票 " + invoice.red_number, text + foot(voice, url)};
}

}  // namespace certhall::domain
