#include "domain/workflow.h"

#include <stdexcept>

namespace certhall::domain {

namespace {

Party party_of(Role role) {
  switch (role) {
    case Role::reviewer:
      return Party::reviewer;
    case Role::finance:
      return Party::finance;
    case Role::producer:
      return Party::producer;
    case Role::administrator:
      return Party::administrator;
    case Role::auditor:
      return Party::auditor;
  }
  throw std::logic_error("a role outside its enum");
}

}  // namespace

EnumSet<Party> parties_of(const Actor& actor) {
  switch (actor.kind) {
    case ActorKind::applicant:
      return {Party::applicant};
    case ActorKind::system:
      return {Party::system};
    case ActorKind::staff:
      break;
  }
  EnumSet<Party> parties;
  for (const Role role : actor.roles.list()) parties.add(party_of(role));
  return parties;
}

namespace workflow_detail {
namespace {

std::string join(const std::vector<std::string_view>& parts, std::string_view separator) {
  std::string text;
  for (const auto part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

std::string quoted(std::string_view text) { return "「" + std::string(text) + "」"; }

}  // namespace

std::string no_such_step(std::string_view subject, std::string_view state, std::string_view event,
                         const std::vector<std::string_view>& possible) {
  std::string text = std::string(subject) + "当前状态为" + quoted(state) + "，不能" + quoted(event);
  if (possible.empty()) return text + "，请刷新页面查看最新状态";
  return text + "；现在可以：" + join(possible, "、");
}

std::string not_yours(std::string_view event) {
  return "您没有权限进行" + quoted(event) + "，请由负责此项工作的人员操作";
}

std::string not_yet(std::string_view event, const std::vector<std::string_view>& obstacles) {
  return "暂时不能" + quoted(event) + "：" + join(obstacles, "；");
}

}  // namespace workflow_detail
}  // namespace certhall::domain
