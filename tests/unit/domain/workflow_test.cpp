#include "domain/workflow.h"

#include <gtest/gtest.h>

#include "domain/application_workflow.h"

namespace certhall::domain {
namespace {

enum class Door { open, closed, locked };
BOOST_DESCRIBE_ENUM(Door, open, closed, locked)
enum class Hand { push, turn };
BOOST_DESCRIBE_ENUM(Hand, push, turn)
enum class Has { key };
BOOST_DESCRIBE_ENUM(Has, key)

using DoorRow = Row<Door, Hand, Has>;
constexpr EnumSet<Party> kAnyone{Party::applicant};

template <std::size_t N>
constexpr auto doors(std::array<DoorRow, N> rows, EnumSet<Door> final_states) {
  return Workflow{"door", "门", Door::open, final_states, rows};
}

constexpr auto kSound = doors(std::to_array<DoorRow>({
                                  {Door::open, Hand::push, Door::closed, kAnyone},
                                  {Door::closed, Hand::turn, Door::locked, kAnyone, {Has::key}},
                              }),
                              {Door::locked});

TEST(WorkflowChecks, AcceptASoundTable) { EXPECT_TRUE(is_sound(kSound)); }

TEST(WorkflowChecks, RefuseTwoAnswersToOneQuestion) {
  constexpr auto table = doors(std::to_array<DoorRow>({
                                   {Door::open, Hand::push, Door::closed, kAnyone},
                                   {Door::open, Hand::push, Door::locked, kAnyone},
                               }),
                               {Door::locked, Door::closed});
  EXPECT_FALSE(answers_each_question_once(table));
  EXPECT_FALSE(is_sound(table));
}

TEST(WorkflowChecks, RefuseAStateThatNothingReaches) {
  constexpr auto table = doors(std::to_array<DoorRow>({
                                   {Door::open, Hand::push, Door::closed, kAnyone},
                                   {Door::locked, Hand::push, Door::closed, kAnyone},
                               }),
                               {Door::closed});
  EXPECT_FALSE(reaches_every_state(table));
  EXPECT_FALSE(is_sound(table));
}

TEST(WorkflowChecks, RefuseADeadEnd) {
  constexpr auto table = doors(std::to_array<DoorRow>({
                                   {Door::open, Hand::push, Door::closed, kAnyone},
                                   {Door::open, Hand::turn, Door::locked, kAnyone},
                                   {Door::closed, Hand::push, Door::closed, kAnyone},
                               }),
                               {Door::locked});
  EXPECT_FALSE(ends_only_in_final_states(table)) << "closed leads only to itself";
  EXPECT_FALSE(is_sound(table));
}

TEST(WorkflowChecks, RefuseAWayOutOfAFinalState) {
  constexpr auto table = doors(std::to_array<DoorRow>({
                                   {Door::open, Hand::push, Door::closed, kAnyone},
                                   {Door::closed, Hand::turn, Door::locked, kAnyone},
                                   {Door::locked, Hand::turn, Door::closed, kAnyone},
                               }),
                               {Door::locked});
  EXPECT_FALSE(ends_only_in_final_states(table));
  EXPECT_FALSE(is_sound(table));
}

TEST(WorkflowChecks, RefuseARowThatNobodyMayDo) {
  constexpr auto table = doors(std::to_array<DoorRow>({
                                   {Door::open, Hand::push, Door::closed, {}},
                                   {Door::closed, Hand::turn, Door::locked, kAnyone},
                               }),
                               {Door::locked});
  EXPECT_FALSE(somebody_may_do_each(table));
  EXPECT_FALSE(is_sound(table));
}

TEST(EnumSet, ListsItsItemsInTheOrderOfTheEnum) {
  EnumSet<Door> doors{Door::locked, Door::open};
  EXPECT_EQ(doors.list(), (std::vector{Door::open, Door::locked}));
  EXPECT_EQ(doors.without({Door::open}), EnumSet{Door::locked});
  EXPECT_EQ(EnumSet<Door>::all().list().size(), 3U);
}

TEST(EnumSet, AddsOnlyWhereTheConditionHolds) {
  EnumSet<Has> facts;
  EXPECT_TRUE(facts.add(Has::key, false).empty());
  EXPECT_TRUE(facts.add(Has::key, true).has(Has::key));
}

const Actor kApplicant{.kind = ActorKind::applicant, .id = "a"};
const Actor kReviewer{.kind = ActorKind::staff, .id = "r", .roles = {Role::reviewer}};
const Actor kFinance{.kind = ActorKind::staff, .id = "f", .roles = {Role::finance}};

TEST(Party, IsTheRoleOfStaffAndTheKindOfAllOthers) {
  EXPECT_EQ(parties_of(kApplicant), EnumSet{Party::applicant});
  EXPECT_EQ(parties_of({.kind = ActorKind::system, .id = "courier"}), EnumSet{Party::system});
  EXPECT_EQ(parties_of(kReviewer), EnumSet{Party::reviewer});
  EXPECT_EQ(parties_of(kFinance), EnumSet{Party::finance});
  EXPECT_EQ(parties_of({.kind = ActorKind::staff, .id = "p", .roles = {Role::producer}}),
            EnumSet{Party::producer});
  EXPECT_EQ(parties_of({.kind = ActorKind::staff, .id = "x", .roles = {Role::administrator}}),
            EnumSet{Party::administrator});
  EXPECT_EQ(parties_of({.kind = ActorKind::staff, .id = "y", .roles = {Role::auditor}}),
            EnumSet{Party::auditor});
}

TEST(Party, IsAllThatOneAccountMayDo) {
  const Actor both{.kind = ActorKind::staff, .id = "b", .roles = {Role::reviewer, Role::finance}};
  const EnumSet<Party> expected{Party::reviewer, Party::finance};
  EXPECT_EQ(parties_of(both), expected);
  EXPECT_TRUE(parties_of({.kind = ActorKind::staff, .id = "n"}).empty());
}

TEST(Roles, OfAdministratorAndAuditorNeverMeetInOneAccount) {
  EXPECT_TRUE(check_roles({}));
  EXPECT_TRUE(check_roles({Role::administrator, Role::auditor}));
  EXPECT_TRUE(check_roles(Roles::all()));
  EXPECT_FALSE(check_roles({Role::administrator}));
  EXPECT_FALSE(check_roles({Role::reviewer, Role::finance, Role::producer, Role::auditor}));
}

Error refusal(ApplicationStatus status, ApplicationEvent event, const Actor& actor,
              EnumSet<ApplicationFact> facts) {
  return decide(status, event, actor, facts).error();
}

TEST(Decide, NamesTheStateAndWhatIsPossibleWhereThereIsNoRow) {
  const auto error =
      refusal(ApplicationStatus::in_review, ApplicationEvent::cancel, kApplicant, {});
  EXPECT_EQ(error.code, ErrorCode::wrong_state);
  EXPECT_EQ(error.message,
            "业务单当前状态为「待审核」，不能「取消申请」；现在可以：上传汇款流水单");
}

TEST(Decide, AsksToReloadWhereNothingIsPossible) {
  const auto error = refusal(ApplicationStatus::refused, ApplicationEvent::edit, kApplicant, {});
  EXPECT_EQ(error.message,
            "业务单当前状态为「不予办理」，不能「修改填写内容」，请刷新页面查看最新状态");
}

TEST(Decide, ForbidsWhatSomebodyElseDoes) {
  const auto error = refusal(ApplicationStatus::in_review, ApplicationEvent::approve, kFinance, {});
  EXPECT_EQ(error.code, ErrorCode::forbidden);
  EXPECT_EQ(error.message, "您没有权限进行「审核通过」，请由负责此项工作的人员操作");
}

TEST(Decide, TellsAStrangerNothingOfTheState) {
  const auto error = refusal(ApplicationStatus::draft, ApplicationEvent::approve, kApplicant, {});
  EXPECT_EQ(error.code, ErrorCode::forbidden);
}

TEST(Decide, NamesEveryMissingFactAndTakesTheCodeOfTheFirst) {
  auto facts = EnumSet<ApplicationFact>::all().without(
      {ApplicationFact::paid, ApplicationFact::checklist_complete});
  const auto error =
      refusal(ApplicationStatus::in_review, ApplicationEvent::approve, kReviewer, facts);
  EXPECT_EQ(error.code, ErrorCode::wrong_state);
  EXPECT_EQ(error.message,
            "暂时不能「审核通过」：财务尚未确认到账，请等到账确认后再审核；"
            "请逐项核对并勾选全部审核要点");
}

TEST(Decide, ForbidsASecondActOfTheSamePerson) {
  const auto facts = EnumSet<ApplicationFact>::all().without({ApplicationFact::not_acted_before});
  const auto error =
      refusal(ApplicationStatus::in_review, ApplicationEvent::approve, kReviewer, facts);
  EXPECT_EQ(error.code, ErrorCode::forbidden);
}

}  // namespace
}  // namespace certhall::domain
