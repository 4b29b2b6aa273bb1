// Runs tests/workflows/<workflow>.cases: `from event actor facts -> to effects`, or
// `from event actor facts -> error code`. Lists are separated by commas, `-` is the empty one,
// `all` are all facts, `all!x,y` all but these.

#include <set>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/account_check_workflow.h"
#include "domain/application_workflow.h"
#include "domain/certificate_workflow.h"
#include "domain/change_workflow.h"
#include "domain/delivery_workflow.h"
#include "domain/identity_workflow.h"
#include "domain/invoice_workflow.h"
#include "domain/payment_order_workflow.h"
#include "domain/payment_workflow.h"
#include "domain/token_workflow.h"
#include "unit/domain/test_files.h"

namespace certhall::domain {
namespace {

template <class E>
E named(const std::string& name) {
  const auto value = enum_from_text<E>(name);
  if (!value) throw std::invalid_argument("no enumerator " + name);
  return *value;
}

template <class E>
EnumSet<E> set_of(const std::string& text) {
  EnumSet<E> set;
  if (text == "-") return set;
  std::istringstream names(text);
  for (std::string name; std::getline(names, name, ',');) set.add(named<E>(name));
  return set;
}

template <class F>
EnumSet<F> facts_in(const std::string& text) {
  if (text == "all") return EnumSet<F>::all();
  if (text.starts_with("all!")) return EnumSet<F>::all().without(set_of<F>(text.substr(4)));
  return set_of<F>(text);
}

Actor actor_of(Party party) {
  if (party == Party::applicant) return {.kind = ActorKind::applicant, .id = "somebody"};
  if (party == Party::system) return {.kind = ActorKind::system, .id = "some job"};
  return {.kind = ActorKind::staff,
          .id = "somebody",
          .roles = {named<Role>(std::string(enum_to_text(party)))}};
}

ErrorCode code_named(const std::string& name) {
  if (name == "forbidden") return ErrorCode::forbidden;
  if (name == "wrong_state") return ErrorCode::wrong_state;
  if (name == "invalid") return ErrorCode::invalid;
  if (name == "stale") return ErrorCode::stale;
  if (name == "gone") return ErrorCode::gone;
  throw std::invalid_argument("no code " + name);
}

struct CaseLine {
  std::string from, on, actor, facts, arrow, to, effects;
};

template <class S, class Ev, class F, std::size_t N>
void run_cases(const Workflow<S, Ev, F, N>& workflow) {
  const std::string path = "tests/workflows/" + std::string(workflow.name) + ".cases";
  std::istringstream lines(repository_file(path));
  std::set<std::pair<S, Ev>> passed;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    SCOPED_TRACE(path + ":" + std::to_string(++number) + ": " + line);
    if (line.empty() || line.starts_with('#')) continue;
    CaseLine c;
    std::istringstream words(line);
    words >> c.from >> c.on >> c.actor >> c.facts >> c.arrow >> c.to >> c.effects;
    ASSERT_EQ(c.arrow, "->");
    const auto from = named<S>(c.from);
    const auto on = named<Ev>(c.on);
    const auto decision = decide(from, on, actor_of(named<Party>(c.actor)), facts_in<F>(c.facts));
    if (c.to == "error") {
      ASSERT_FALSE(decision);
      EXPECT_EQ(decision.error().code, code_named(c.effects)) << decision.error().message;
      continue;
    }
    ASSERT_TRUE(decision) << decision.error().message;
    EXPECT_EQ(decision->to, named<S>(c.to));
    EXPECT_EQ(decision->effects, set_of<Effect>(c.effects));
    passed.emplace(from, on);
  }
  for (const auto& row : workflow.rows)
    EXPECT_TRUE(passed.contains({row.from, row.on}))
        << "no case for " << enum_to_text(row.from) << " " << enum_to_text(row.on);
}

/// With all facts and by anybody: what has no row, or is somebody else's, is refused; and each fact
/// that a row needs is missed when it alone is missing.
template <class S, class Ev, class F, std::size_t N>
void refuse_all_else(const Workflow<S, Ev, F, N>& workflow) {
  for (const S from : EnumSet<S>::all().list())
    for (const Ev on : EnumSet<Ev>::all().list())
      for (const Party party : EnumSet<Party>::all().list()) {
        const auto* row = find_row(workflow, from, on);
        const bool possible = row != nullptr && row->by.has(party);
        const auto decision = decide(from, on, actor_of(party), EnumSet<F>::all());
        EXPECT_EQ(decision.has_value(), possible)
            << enum_to_text(from) << " " << enum_to_text(on) << " " << enum_to_text(party);
        if (!possible) continue;
        for (const F fact : row->needs.list())
          EXPECT_FALSE(decide(from, on, actor_of(party), EnumSet<F>::all().without({fact})))
              << enum_to_text(from) << " " << enum_to_text(on) << " without " << enum_to_text(fact);
      }
}

TEST(WorkflowCases, OfTheApplicationExerciseEveryRow) { run_cases(kApplicationWorkflow); }
TEST(WorkflowCases, OfThePaymentExerciseEveryRow) { run_cases(kPaymentWorkflow); }
TEST(WorkflowCases, OfTheIdentityExerciseEveryRow) { run_cases(kIdentityWorkflow); }
TEST(WorkflowCases, OfTheTokenExerciseEveryRow) { run_cases(kTokenWorkflow); }
TEST(WorkflowCases, OfTheCertificateExerciseEveryRow) { run_cases(kCertificateWorkflow); }
TEST(WorkflowCases, OfTheDeliveryExerciseEveryRow) { run_cases(kDeliveryWorkflow); }
TEST(WorkflowCases, OfTheChangeExerciseEveryRow) { run_cases(kChangeWorkflow); }
TEST(WorkflowCases, OfTheInvoiceExerciseEveryRow) { run_cases(kInvoiceWorkflow); }
TEST(WorkflowCases, OfThePaymentOrderExerciseEveryRow) { run_cases(kPaymentOrderWorkflow); }
TEST(WorkflowCases, OfTheAccountCheckExerciseEveryRow) { run_cases(kAccountCheckWorkflow); }

TEST(EveryOtherEvent, OfTheApplicationIsRefused) { refuse_all_else(kApplicationWorkflow); }
TEST(EveryOtherEvent, OfThePaymentIsRefused) { refuse_all_else(kPaymentWorkflow); }
TEST(EveryOtherEvent, OfTheIdentityIsRefused) { refuse_all_else(kIdentityWorkflow); }
TEST(EveryOtherEvent, OfTheTokenIsRefused) { refuse_all_else(kTokenWorkflow); }
TEST(EveryOtherEvent, OfTheCertificateIsRefused) { refuse_all_else(kCertificateWorkflow); }
TEST(EveryOtherEvent, OfTheDeliveryIsRefused) { refuse_all_else(kDeliveryWorkflow); }
TEST(EveryOtherEvent, OfTheChangeIsRefused) { refuse_all_else(kChangeWorkflow); }
TEST(EveryOtherEvent, OfTheInvoiceIsRefused) { refuse_all_else(kInvoiceWorkflow); }
TEST(EveryOtherEvent, OfThePaymentOrderIsRefused) { refuse_all_else(kPaymentOrderWorkflow); }
TEST(EveryOtherEvent, OfTheAccountCheckIsRefused) { refuse_all_else(kAccountCheckWorkflow); }

template <class S, class Ev, class F, std::size_t N>
void have_different_texts(const Workflow<S, Ev, F, N>&) {
  std::set<std::string_view> texts;
  for (const S state : EnumSet<S>::all().list()) EXPECT_TRUE(texts.insert(text_of(state)).second);
  texts.clear();
  for (const Ev event : EnumSet<Ev>::all().list()) EXPECT_TRUE(texts.insert(text_of(event)).second);
  texts.clear();
  for (const F fact : EnumSet<F>::all().list())
    EXPECT_TRUE(texts.insert(obstacle_of(fact).text).second);
}

TEST(WorkflowTexts, DifferWithinATable) {
  have_different_texts(kApplicationWorkflow);
  have_different_texts(kPaymentWorkflow);
  have_different_texts(kIdentityWorkflow);
  have_different_texts(kTokenWorkflow);
  have_different_texts(kCertificateWorkflow);
  have_different_texts(kDeliveryWorkflow);
  have_different_texts(kChangeWorkflow);
  have_different_texts(kInvoiceWorkflow);
  have_different_texts(kPaymentOrderWorkflow);
  have_different_texts(kAccountCheckWorkflow);
}

}  // namespace
}  // namespace certhall::domain
