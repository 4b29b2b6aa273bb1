#pragma once
// The identity check of the agent on the phone.

#include <cstdint>
#include <string>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class IdentityStatus {
  waiting,   // a link is out, nobody has opened it, or photos are being taken
  opened,    // the phone has it
  checking,  // name and number confirmed; the carrier is being asked (a job, not the request)
  verified,  // card, form and carrier's record agree
  failed,    // they do not; the applicant is told which and tries again
};
BOOST_DESCRIBE_ENUM(IdentityStatus, waiting, opened, checking, verified, failed)

struct Identity {
  IdentityId id;
  ApplicationId application_id;
  IdentityStatus status = IdentityStatus::waiting;
  std::int64_t revision = 1;
  std::string link_digest;   // of the single-use link; empty once used
  std::string phone_digest;  // of the phone's own session; empty before the link is opened
  Timestamp expires_at;      // of link and phone session: ten minutes
  std::string person_name;   // on the card, as read or corrected
  std::string person_number;
  std::string read_name;  // as the machine read it
  std::string read_number;
  bool corrected = false;  // typed over by hand: the reviewer sees that
  bool front_taken = false;
  bool back_taken = false;
  std::string failure;         // Chinese: why, and what helps
  std::string details_digest;  // of the person in the form whom this proves; other person, no proof
  std::string provider_reference;  // the real-name provider's request id
  Timestamp updated_at;
  Timestamp verified_at{};
};

}  // namespace certhall::domain
