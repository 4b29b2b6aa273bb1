#include "domain/notice_template.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include "base/encoding.h"

namespace certhall::domain {
namespace {

constexpr std::string_view kSignature = "【{签名}】";
constexpr std::size_t kMostCharacters = 300;  // some five parts of a long message
/// These may stand in any text and be left out of any but its beginning.
constexpr std::array<std::string_view, 2> kAnywhere{"签名", "热线"};

// The texts of approval and return are the operation guide's, word for word.
constexpr auto kTemplates = std::to_array<NoticeTemplate>({
    {"login_code", "登录验证码",
     "【{签名}】您的登录验证码为{验证码},5分钟内有效。请勿告诉他人,工作人员不会向您索要验证码。"},
    {"approved", "审核通过",
     "【{签名}】您好,您提交的{应用}{业务}业务已经审核通过。"
     "请登录{签名}申请页面-网上营业厅--个人中心-我的业务单-进行查看。"},
    {"returned", "审核驳回",
     "【{签名}】您好,您提交的{应用}{业务}业务已被审核驳回。驳回原因:{原因}。"
     "请尽快登录{签名}申请页面-个人中心-我的业务单-证书申请进行修改。"},
    {"refused", "不予办理",
     "【{签名}】您好,您提交的{应用}{业务}业务未能通过审核,不予办理。原因:{原因}。{退款}"
     "如有疑问请致电{热线}。"},
    {"voucher_rejected", "汇款流水单未通过",
     "【{签名}】您好,您提交的{应用}{业务}业务的汇款流水单未通过核对。原因:{原因}。"
     "请尽快登录{签名}申请页面-个人中心-我的业务单重新上传汇款流水单。"},
    {"payment_confirmed", "确认到账",
     "【{签名}】您好,您提交的{应用}{业务}业务已确认到账{金额}元。审核结果将短信通知您。"},
    {"refunded", "已退款",
     "【{签名}】您好,您提交的{应用}{业务}业务的款项{金额}元已退回原付款账户,请留意查收。"
     "如有疑问请致电{热线}。"},
    {"pin", "PIN 码",
     "【{签名}】您好,业务单{编号}的数字证书已制作完成。UKey序列号:{序列号},PIN码:{PIN}。"
     "请妥善保管,切勿泄露给他人。"},
    {"pin_transferred", "PIN 码已转账",
     "【{签名}】您好,业务单{编号}的PIN码已随一笔{金额}元的转账发到贵单位对公账户,在转账附言中,"
     "请向贵司财务人员获取。请妥善保管,切勿泄露给他人。"},
    {"pin_not_transferred", "PIN 码转账未成功",
     "【{签名}】您好,业务单{编号}的PIN码转账未成功。原因:{原因}。请尽快登录{签名}申请页面-个人中心-"
     "我的业务单更正对公账户,更正后将重新转账。"},
    {"shipped", "已寄出",
     "【{签名}】您好,您提交的{应用}{业务}业务的数字证书已寄出,{快递}运单号:{运单号},运费到付。"
     "请保持手机畅通,注意查收。"},
    {"completed", "已签收",
     "【{签名}】您好,您提交的{应用}{业务}业务已办理完成,数字证书已签收。如非{自称}签收,"
     "请立即登录{签名}申请页面-个人中心报失或致电{热线}。"},
    {"loss_reported", "已报失",
     "【{签名}】您好,{用户}用于{应用}的数字证书已报失并吊销,不能再使用。如非{自称}报失,"
     "请立即致电{热线}。"},
    {"suspended", "证书挂起",
     "【{签名}】您好,{用户}用于{应用}的数字证书已挂起,暂时不能使用。如有疑问请致电{热线}。"},
    {"released", "解除挂起",
     "【{签名}】您好,{用户}用于{应用}的数字证书已解除挂起,恢复使用。如有疑问请致电{热线}。"},
    {"revoked", "证书吊销",
     "【{签名}】您好,{用户}用于{应用}的数字证书已吊销,不能再使用。如有疑问请致电{热线}。"},
    {"withdrawn", "撤销通过",
     "【{签名}】您好,您提交的{应用}{业务}业务在制证前已撤销,不再办理。原因:{原因}。{退款}"
     "如有疑问请致电{热线}。"},
    {"invoice", "电子发票已开具",
     "【{签名}】您好,您提交的{应用}{业务}业务的电子发票已开具,发票号码:{发票号码},"
     "价税合计{金额}元。{送达}可登录{签名}申请页面-个人中心-我的业务单下载。"},
    {"red_letter", "电子发票已红冲",
     "【{签名}】您好,您提交的{应用}{业务}业务已退款,电子发票{发票号码}已红冲,"
     "红字发票号码:{红字号码}。请勿再使用原发票报销,红字发票可登录{签名}申请页面-个人中心-"
     "我的业务单下载。"},
    {"submitted", "收到申请",
     "【{签名}】您好,您提交的{应用}{业务}业务已收到,我们将在{时限}前完成审核,结果短信通知您。"},
    {"sent_back", "快件退回",
     "【{签名}】您好,您提交的{应用}{业务}业务的数字证书快件被退回,"
     "我们将与您核对收件信息后重新寄出。"
     "如需帮助请致电{热线}。"},
    {"idle_unpaid", "未付款提醒",
     "【{签名}】您好,您提交的{应用}{业务}业务尚未付款。请在{日期}前登录{签名}申请页面-个人中心-"
     "我的业务单继续办理,逾期将自动取消。"},
    {"idle_returned", "未修改提醒",
     "【{签名}】您好,您提交的{应用}{业务}业务已被驳回,尚未修改提交。请在{日期}前登录"
     "{签名}申请页面-个人中心-我的业务单继续办理,逾期将自动取消。"},
    {"expired", "逾期取消",
     "【{签名}】您好,您提交的{应用}{业务}业务因长时间未完成已自动取消。{退款}"
     "如仍需要,请登录{签名}申请页面-网上营业厅重新申请。"},
    {"expiry", "证书到期提醒",
     "【{签名}】您好,{用户}用于{应用}的数字证书将于{日期}到期(还有{天数}天)。"
     "到期前一个月起可登录{签名}申请页面-网上营业厅办理更新,以免影响投标。"},
});

struct Pieces {
  std::set<std::string, std::less<>> parameters;
  bool broken = false;  // a brace without its other
};

/// Calls `text(piece)` and `parameter(name)` in the order of the template.
template <class OnText, class OnParameter>
bool walk(std::string_view text, OnText on_text, OnParameter on_parameter) {
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    if (text.substr(0, open).find('}') != text.npos) return false;
    on_text(text.substr(0, open));
    text.remove_prefix(open);
    if (text.empty()) return true;
    text.remove_prefix(1);
    const std::size_t close = text.find_first_of("{}");
    if (close == text.npos || text[close] == '{') return false;
    on_parameter(text.substr(0, close));
    text.remove_prefix(close + 1);
  }
  return true;
}

Pieces pieces_of(std::string_view text) {
  Pieces pieces;
  pieces.broken = !walk(
      text, [](std::string_view) {},
      [&](std::string_view name) { pieces.parameters.emplace(name); });
  return pieces;
}

bool anywhere(std::string_view parameter) {
  return std::ranges::find(kAnywhere, parameter) != kAnywhere.end();
}

std::string quoted(std::string_view parameter) { return "{" + std::string(parameter) + "}"; }

}  // namespace

std::span<const NoticeTemplate> notice_templates() { return kTemplates; }

const NoticeTemplate& notice_template(std::string_view code) {
  const auto found = std::ranges::find(kTemplates, code, &NoticeTemplate::code);
  if (found == kTemplates.end()) throw std::logic_error("no notice " + std::string(code));
  return *found;
}

std::string write_notice(const NoticeTexts& changed, std::string_view code,
                         NoticeParameters parameters) {
  const auto kept = changed.find(code);
  const std::string_view text =
      kept == changed.end() ? notice_template(code).text : std::string_view(kept->second);
  std::string message;
  const bool whole = walk(
      text, [&](std::string_view piece) { message += piece; },
      [&](std::string_view name) {
        const auto value = std::ranges::find(parameters, name,
                                             &std::pair<std::string_view, std::string_view>::first);
        if (value == parameters.end())
          throw std::logic_error("a notice without its parameter: " + std::string(code));
        message += value->second;
      });
  if (!whole) throw std::logic_error("a notice with a broken template: " + std::string(code));
  return message;
}

TextProblems check_notice_text(std::string_view text, std::string_view code) {
  TextProblems problems;
  const auto wrong = [&](std::string message) { problems.push_back({1, std::move(message)}); };
  const auto wanted = pieces_of(notice_template(code).text).parameters;
  const auto lines = lines_of(text);
  for (std::size_t i = 1; i < lines.size(); ++i)
    problems.push_back({static_cast<std::int64_t>(i + 1), "短信只能有一行，请合并到第一行"});
  const std::string_view line = lines.empty() ? "" : lines.front();
  if (!line.starts_with(kSignature)) wrong("短信应以签名【{签名}】开头，否则运营商会拦截");
  if (to_code_points(line).size() > kMostCharacters) wrong("短信太长，不超过 300 字");
  const auto pieces = pieces_of(line);
  if (pieces.broken) {
    wrong("花括号不成对，参数应写作 {原因} 这样");
    return sorted(problems);
  }
  for (const auto& name : pieces.parameters)
    if (!wanted.contains(name) && !anywhere(name))
      wrong("没有参数 " + quoted(name) + "，请删去或改正");
  for (const auto& name : wanted)
    if (!pieces.parameters.contains(name) && !anywhere(name))
      wrong("缺少参数 " + quoted(name) + "，收信人需要知道");
  return sorted(problems);
}

}  // namespace certhall::domain
