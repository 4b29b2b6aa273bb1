#include "domain/workflows_text.h"

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
#include "domain/replacement.h"
#include "domain/token_workflow.h"

namespace certhall::domain {
namespace {

template <class E>
std::string names_of(EnumSet<E> items) {
  std::string text;
  for (const E item : items.list()) {
    if (!text.empty()) text += ", ";
    text += enum_to_text(item);
  }
  return text;
}

template <class E>
std::string in_both_languages(E value) {
  return std::string(enum_to_text(value)) + " " + std::string(text_of(value));
}

template <class S, class Ev, class F, std::size_t N>
void append(std::string& page, const Workflow<S, Ev, F, N>& workflow) {
  page += "\n## " + std::string(workflow.name) + " " + std::string(workflow.subject) + "\n\n";
  page += "Begins as " + in_both_languages(workflow.initial) + ". ";
  page += workflow.final_states.empty() ? "Has no end.\n"
                                        : "Ends as " + names_of(workflow.final_states) + ".\n";
  page += "\n| from | on | to | by | needs | effects |\n|---|---|---|---|---|---|\n";
  for (const auto& row : workflow.rows) {
    page += "| " + in_both_languages(row.from) + " | " + in_both_languages(row.on) + " | " +
            in_both_languages(row.to) + " | " + names_of(row.by) + " | " + names_of(row.needs) +
            " | " + names_of(row.effects) + " |\n";
  }
  page += "\nWhat is said when a fact is missing:\n\n";
  for (const F fact : EnumSet<F>::all().list()) {
    page +=
        "- " + std::string(enum_to_text(fact)) + ": " + std::string(obstacle_of(fact).text) + "\n";
  }
}

}  // namespace

std::string workflows_markdown() {
  std::string page =
      "# Workflows\n\n"
      "Printed from the tables in src/domain/*_workflow.h by tests/unit/domain; change them there, "
      "then run\nthe test with CERTHALL_UPDATE_GOLDEN=1. An event without a row is refused. "
      "tests/workflows/*.cases\nexercises every row.\n";
  append(page, kApplicationWorkflow);
  append(page, kPaymentWorkflow);
  append(page, kIdentityWorkflow);
  append(page, kTokenWorkflow);
  page += replacement_markdown();
  append(page, kCertificateWorkflow);
  append(page, kDeliveryWorkflow);
  append(page, kChangeWorkflow);
  append(page, kInvoiceWorkflow);
  append(page, kPaymentOrderWorkflow);
  append(page, kAccountCheckWorkflow);
  return page;
}

}  // namespace certhall::domain
