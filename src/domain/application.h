#pragma once
// An application: one piece of business of one applicant. Its states, what moves it from one to
// the next (the table is in application_workflow.h), and everything that is filled in.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

/// 业务: only new applications are built; the others lead to guide pages until they are.
enum class ApplicationKind { new_application };
BOOST_DESCRIBE_ENUM(ApplicationKind, new_application)

enum class CertificateType { organization, organization_person, natural_person };
BOOST_DESCRIBE_ENUM(CertificateType, organization, organization_person, natural_person)

enum class ApplicationStatus {
  draft,             // being filled in
  awaiting_payment,  // complete; the way to pay is chosen
  in_review,         // with the reviewers; the one-working-day clock runs
  returned,          // back with the applicant, with reasons
  approved,          // waits for the station
  produced,          // token written, waits for the courier
  shipped,           // on its way
  completed,         // signed for
  cancelled,         // by the applicant, before payment
  refused,           // by the reviewers, for good; paid money goes back
};
BOOST_DESCRIBE_ENUM(ApplicationStatus, draft, awaiting_payment, in_review, returned, approved,
                    produced, shipped, completed, cancelled, refused)

/// Where the wizard stands, derived from what is filled in; never stored.
enum class WizardStep { choose_application, details, form, materials, identity, payment, finished };
BOOST_DESCRIBE_ENUM(WizardStep, choose_application, details, form, materials, identity, payment,
                    finished)

// In all of the following an empty text means "not filled in yet": the wizard saves as one goes.

struct Organization {
  std::string name;
  std::string id_kind = "unified_social_credit_code";
  std::string credit_code;  // GB 32100, 18 characters
  std::string address;
  friend bool operator==(const Organization&, const Organization&) = default;
};
BOOST_DESCRIBE_STRUCT(Organization, (), (name, id_kind, credit_code, address))

struct LegalRepresentative {
  std::string name;
  std::string id_number;  // GB 11643, 18 characters
  std::string mobile;
  friend bool operator==(const LegalRepresentative&, const LegalRepresentative&) = default;
};
BOOST_DESCRIBE_STRUCT(LegalRepresentative, (), (name, id_number, mobile))

/// 经办人. A natural person is his own: the form calls him 申请人.
struct Agent {
  std::string name;
  std::string id_number;
  std::string mobile;
  std::string email;  // the e-invoice goes there
  friend bool operator==(const Agent&, const Agent&) = default;
};
BOOST_DESCRIBE_STRUCT(Agent, (), (name, id_number, mobile, email))

/// The person whom a 机构个人证书 names; the form calls him 申请人.
struct Holder {
  std::string name;
  std::string id_number;
  std::string mobile;  // the PIN goes there
  friend bool operator==(const Holder&, const Holder&) = default;
};
BOOST_DESCRIBE_STRUCT(Holder, (), (name, id_number, mobile))

struct DeliveryAddress {
  std::string division;  // six-digit code of the district (or of a city without districts)
  std::string address;   // street and number
  std::string postcode;  // six digits, may stay empty
  friend bool operator==(const DeliveryAddress&, const DeliveryAddress&) = default;
};
BOOST_DESCRIBE_STRUCT(DeliveryAddress, (), (division, address, postcode))

struct InvoiceWish {
  bool wanted = true;
  std::string title;
  std::string tax_number;  // follows the credit code until it is changed
  friend bool operator==(const InvoiceWish&, const InvoiceWish&) = default;
};
BOOST_DESCRIBE_STRUCT(InvoiceWish, (), (wanted, title, tax_number))

struct Details {
  CertificateType certificate_type = CertificateType::organization;
  std::int64_t years = 1;  // 1 to 5
  bool publish = true;  // false: the subscriber does not want to be published (agreement, item 3)
  Organization organization;
  LegalRepresentative legal_representative;
  Agent agent;
  DeliveryAddress delivery;
  InvoiceWish invoice;
  std::optional<Holder> holder;  // of an organization_person only
  friend bool operator==(const Details&, const Details&) = default;
};
BOOST_DESCRIBE_STRUCT(Details, (),
                      (certificate_type, years, publish, organization, legal_representative, agent,
                       delivery, invoice, holder))

struct Application {
  ApplicationId id;
  std::string number;  // "HN20261123-000017": printed on forms, said on the phone
  AccountId account_id;
  ApplicationKind kind = ApplicationKind::new_application;
  ApplicationStatus status = ApplicationStatus::draft;
  std::int64_t revision = 1;        // rises with every change; a change names the one it saw
  std::string relying_application;  // code in the catalogue; empty: not chosen yet
  Details details;
  std::int64_t form_version = 0;  // newest printed form; 0: none
  std::string form_digest;        // of the details as printed: another digest voids the form
  Timestamp created_at;
  Timestamp updated_at;
  Timestamp submitted_at{};  // 0: not yet in review
  Timestamp due_at{};        // when the promised working day ends; 0: no clock runs
};

}  // namespace certhall::domain
