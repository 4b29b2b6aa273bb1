#pragma once
// The one way in which an application changes its state: load → decide → save, with the effects as
// rows of the same transaction.

#include <string>

#include "app/hall.h"
#include "domain/application_workflow.h"

namespace certhall::app {

struct Step {
  domain::ApplicationEvent event;
  domain::Actor actor;
  domain::EnumSet<domain::ApplicationFact> facts{};
  std::string title;   // timeline; empty: none
  std::string detail;  // timeline; also the {原因} of text messages
};

/// Decides, performs the effects, saves (`stale` when somebody was faster), and writes timeline and
/// audit. `application` is then as stored.
[[nodiscard]] Status apply(Transaction& tx, const Hall& hall, domain::Application& application,
                           const Step& step);

}  // namespace certhall::app
