#pragma once
// What administrators keep is changed by two: one proposes a text, another one approves it, and it
// is in force from its time on.

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class ChangeSubject {
  relying_application,  // by code
  price_list,           // by the relying application's code
  consent_document,     // by code
  notice_template,      // by the name of the text message
  working_calendar,     // one for the country
  staff,                // by login
  profile,              // what certificates look like, by code
  revocation_list,      // by a name that its proposer gives it
};
BOOST_DESCRIBE_ENUM(ChangeSubject, relying_application, price_list, consent_document,
                    notice_template, working_calendar, staff, profile, revocation_list)
[[nodiscard]] std::string_view text_of(ChangeSubject subject);

enum class ChangeStatus { proposed, approved, in_force, rejected, withdrawn, lapsed };
BOOST_DESCRIBE_ENUM(ChangeStatus, proposed, approved, in_force, rejected, withdrawn, lapsed)

struct Change {
  ChangeId id;
  ChangeSubject subject = ChangeSubject::relying_application;
  std::string target;
  ChangeStatus status = ChangeStatus::proposed;
  std::int64_t version = 1;  // of the proposed text: rises with every edit
  std::string before;        // what was in force when it was proposed; empty: nothing
  std::string after;
  std::string reason;        // why, in the proposer's words
  Timestamp effective_at{};  // 0: as soon as it is approved
  StaffId proposed_by;
  Timestamp proposed_at{};
  StaffId decided_by;  // who approved or rejected it
  Timestamp decided_at{};
  std::string decision_reason;  // of a rejection or lapse
  Timestamp in_force_at{};
  std::int64_t revision = 1;
};

}  // namespace certhall::domain
