#include "app/search.h"

#include <set>

#include "app/act.h"

namespace certhall::app {
namespace {

struct Limit {
  std::int64_t window_seconds;
  std::int64_t most;
  const char* message;
};
// Nobody who answers the telephone comes near; whoever copies the hall's customers does at once.
constexpr Limit kLimits[] = {
    {60, 30, "查询过于频繁，请一分钟后再试"},
    {86'400, 1'000, "今天的查询次数已用完，如确有需要请联系管理员"},
};

Status within_limits(Transaction& tx, const Hall& hall, const domain::Actor& staff) {
  Status answer;
  for (const auto& limit : kLimits) {
    const std::string key = "search/" + std::to_string(limit.window_seconds) + "/" + staff.id;
    if (tx.limits().hit(key, limit.window_seconds, hall.clock.now()) > limit.most)
      answer = fail(Error{.code = ErrorCode::too_many,
                          .message = limit.message,
                          .retry_after_seconds = limit.window_seconds});
  }
  return answer;
}

std::vector<FoundApplication> look_up(Transaction& tx,
                                      const std::vector<domain::SearchTerm>& terms) {
  std::vector<FoundApplication> found;
  std::set<ApplicationId> seen;
  const auto names = relying_application_names(tx);
  for (const auto& term : terms) {
    for (const auto& id : tx.searches().find(term, kMostFound)) {
      if (std::ssize(found) >= kMostFound || !seen.insert(id).second) continue;
      auto application = tx.applications().find(id);
      if (!application) continue;
      const auto payment = tx.payments().of_application(id);
      FoundApplication one{.listed = {}, .kind = term.kind};
      one.listed.relying_application_name = names.of(application->relying_application);
      if (payment) one.listed.payment_status = payment->status;
      one.listed.application = std::move(*application);
      found.push_back(std::move(one));
    }
  }
  return found;
}

}  // namespace

Result<std::vector<FoundApplication>> search(const Hall& hall, const domain::Actor& staff,
                                             std::string_view typed) {
  const auto terms = domain::recognise(typed);
  if (terms.empty())
    return fail_fields({{"term",
                         "请输入完整的业务单号、单位或个人姓名、信用代码、身份证号、手机号、邮箱、"
                         "证书或 UKey 序列号、运单号或汇款附言"}});
  // Counted on their own: a search that is refused counts, too.
  Status allowed;
  (void)write(hall.store, [&](Transaction& tx) -> Status {
    allowed = within_limits(tx, hall, staff);
    return {};
  });
  RETURN_IF_ERROR(allowed);
  return write(hall.store, [&](Transaction& tx) -> Result<std::vector<FoundApplication>> {
    auto found = look_up(tx, terms);
    boost::json::array kinds;
    for (const auto& term : terms) kinds.emplace_back(enum_to_text(term.kind));
    audit(tx, hall.clock.now(), staff, "application.search", "console",
          {{"kinds", std::move(kinds)}, {"found", std::ssize(found)}});
    return found;
  });
}

}  // namespace certhall::app
