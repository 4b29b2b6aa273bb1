#include "app/message.h"

#include "app/act.h"

namespace certhall::app {
namespace {

constexpr std::int64_t kPage = 50;
constexpr std::string_view kApplication = "application/";

std::string number_of(Transaction& tx, const MessageRow& row) {
  if (!row.subject.starts_with(kApplication)) return "";
  const auto application =
      tx.applications().find(ApplicationId{row.subject.substr(kApplication.size())});
  return application ? application->number : "";
}

bool has_failed(const MessageRow& row) {
  return row.status == "given_up" || (row.status == "waiting" && !row.last_error.empty());
}

}  // namespace

MessagePage list_messages(const Hall& hall, std::string_view status, std::string_view number,
                          std::string_view before) {
  return read(hall.store, [&](Transaction& tx) {
    MessagePage page;
    std::string subject;
    if (!number.empty()) {
      const auto application = tx.applications().find_by_number(number);
      if (!application) return page;
      subject = subject_of(application->id);
    }
    auto rows = tx.messages().page(status, subject, before, kPage + 1);
    if (std::ssize(rows) > kPage) {
      rows.pop_back();
      page.next = rows.back().id.value;
    }
    for (auto& row : rows) {
      LoggedMessage message{.application_number = number_of(tx, row)};
      message.may_send_again = has_failed(row) && row.sendable && row.label != "login_code";
      message.row = std::move(row);
      page.items.push_back(std::move(message));
    }
    return page;
  });
}

Status send_message_again(const Hall& hall, const domain::Actor& staff, const OutboxId& id) {
  return act(hall, [&](Transaction& tx) -> Status {
    const auto row = tx.messages().find(id);
    if (!row) return fail(ErrorCode::not_found, "没有这条短信");
    if (row->label == "login_code")
      return fail(ErrorCode::wrong_state, "登录验证码过期很快，不能重发，请对方重新获取");
    if (!has_failed(*row)) return fail(ErrorCode::wrong_state, "这条短信没有发送失败，不需要重发");
    if (!tx.messages().send_again(id, hall.clock.now()))
      return fail(ErrorCode::wrong_state, "这条短信的内容已清除，不能重发");
    audit(tx, hall.clock.now(), staff, "sms.send_again", row->subject, {{"label", row->label}});
    return {};
  });
}

}  // namespace certhall::app
