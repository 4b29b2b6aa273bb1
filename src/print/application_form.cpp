#include "print/application_form.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "print/letterhead.h"
#include "print/page.h"
#include "print/table.h"

namespace certhall::print {
namespace {

constexpr double kSignatureHeight = 40;
constexpr double kLine = 0.15;

void add_people(Table& table, const ApplicationForm& form) {
  if (const auto& organization = form.organization) {
    table.section("单位信息");
    table.row("机构名称", organization->name);
    table.row("机构证件类型", organization->id_kind, "机构证件号码", organization->id_number);
    table.row("单位地址", organization->address);
  }
  if (const auto& person = form.legal_representative) {
    table.section("法人信息");
    table.row("法人姓名", person->name, "移动电话", person->mobile);
    table.row("身份证号码", person->id_number);
  }
  if (const auto& person = form.holder) {
    table.section("申请人信息");
    table.row("申请人姓名", person->name, "移动电话", person->mobile);
    table.row("身份证号码", person->id_number);
  }
  table.section(form.organization ? "经办人信息" : "申请人信息");
  table.row(form.organization ? "经办人姓名" : "申请人姓名", form.agent.name, "移动电话",
            form.agent.mobile);
  table.row("身份证号码", form.agent.id_number, "常用联系邮箱", form.agent.email);
}

/// What an organization says besides; a person who is named in the certificate says so himself.
std::string authorisation(const ApplicationForm& form) {
  if (!form.organization) return "";
  if (!form.holder) return "\n4. 本单位授权上述经办人办理本次证书业务，并接收与证书有关的信息。";
  return "\n4. 上述申请人为本单位人员，本单位授权上述经办人办理本次证书业务。"
         "申请人本人同意为此提供个人信息，并亲自接收、保管证书的 PIN 码。";
}

std::string declaration(const ApplicationForm& form) {
  const std::string we = form.holder ? "本单位及申请人" : form.organization ? "本单位" : "本人";
  return "1. " + we + "保证以上信息及所附材料真实、准确、完整，并承担由此产生的法律责任。\n2. " +
         we +
         "已阅读并同意《电子认证服务协议》《个人信息保护政策》及有关授权书，依法保管和使用数字证书"
         "、"
         "证书介质及其 PIN 码，不转借他人使用。\n3. 证书信息发生变化，或者证书介质遗失、PIN "
         "码泄露的，"
         "将立即通知发证机构办理变更或注销。" +
         authorisation(form);
}

std::vector<std::string_view> signatories(const ApplicationForm& form) {
  if (!form.organization) return {"申请人（签字）："};
  if (!form.holder) return {"经办人（签字）：", "申请单位（盖公章）："};
  return {"申请人（签字）：", "经办人（签字）：", "申请单位（盖公章）："};
}

/// Room for signature, seal and date; a natural person signs only. The seal's cell is the widest.
void draw_signatures(Page& page, const ApplicationForm& form, double y, double height) {
  const TextStyle label{.points = 10};
  const TextStyle date{.points = 10, .align = Align::right};
  const auto labels = signatories(form);
  const double narrow = labels.size() == 3 ? 55 : kTableWidth / static_cast<double>(labels.size());
  page.box(kMargin, y, kTableWidth, height, 0.4);
  double x = kMargin;
  for (const auto text : labels) {
    if (x > kMargin) page.line(x, y, x, y + height, kLine);
    const bool last = text == labels.back();
    const double width = last ? kMargin + kTableWidth - x : narrow;
    page.text(text, x + 3, y + 3, width - 6, label);
    page.text("年      月      日", x + 3, y + height - 7.5, width - 8, date);
    x += width;
  }
}

std::string_view foot_note(const ApplicationForm& form) {
  if (!form.organization)
    return "请用 A4 纸打印，申请人签字后扫描或拍照上传；二维码请勿折叠或遮挡。";
  if (!form.holder)
    return "请用 A4 纸打印，经办人签字并加盖单位公章后扫描或拍照上传；二维码请勿折叠、遮挡或盖章。";
  return "请用 A4 纸打印，申请人和经办人签字并加盖单位公章后扫描或拍照上传；二维码请勿遮挡或盖章。";
}

}  // namespace

std::string render_application_form(const ApplicationForm& form) {
  constexpr std::string_view kTitle = "电子招投标数字证书申请表（通用）";
  Page page(kTitle, form.head.issuer_name, form.head.printed_at);
  const double top = draw_head(page, form.head, kTitle);

  Table table;
  table.section("证书信息");
  table.row("应用平台", form.relying_application);
  table.row("业务类型", form.business, "证书类型", form.certificate_type);
  table.row("证书年限", form.years, "证书金额", form.amount);
  table.row("金额构成", form.amount_parts);
  add_people(table, form);
  table.section("邮寄信息");
  table.row("收件地址", form.delivery_address);
  table.row("邮政编码", form.postcode.empty() ? "—" : form.postcode, "邮寄方式", "顺丰到付");
  table.section("发票信息");
  table.row("是否开票", form.invoice_wanted ? "是（电子发票）" : "否", "纳税人识别号",
            form.invoice_wanted && !form.tax_number.empty() ? form.tax_number : "—");
  table.row("发票抬头", form.invoice_wanted ? form.invoice_title : "—");
  table.section(form.holder         ? "申请单位及申请人声明"
                : form.organization ? "申请单位声明"
                                    : "申请人声明");
  table.paragraph(declaration(form));

  const double end = table.draw(page, top, kContentBottom - kSignatureHeight);
  draw_signatures(page, form, end, std::min(kSignatureHeight, kContentBottom - end));
  draw_foot(page, form.head, foot_note(form));
  return page.finish();
}

}  // namespace certhall::print
