#pragma once
// Everything a use case may stand on, wired once by main. A use case is one free function that
// takes the hall, who acts, and what is asked.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "app/ports/files.h"
#include "app/ports/key_centre.h"
#include "app/ports/keys.h"
#include "app/ports/passwords.h"
#include "app/ports/reader.h"
#include "app/ports/store.h"
#include "base/clock.h"
#include "base/fen.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/sealer.h"
#include "domain/divisions.h"
#include "domain/invoice.h"
#include "domain/vendor.h"

namespace certhall::app {

struct BankAccount {
  std::string account_name;
  std::string account_number;
  std::string bank_name;
};

/// Other companies on the portal, and the keys shared with each for its hand-over links.
struct Partners {
  domain::VendorDirectory directory;
  std::map<std::string, SecretText, std::less<>> keys;  // by the code of vendor or portal
};

struct InvoiceSettings {
  std::string seller_tax_number;
  domain::TaxRates rates;
  std::int64_t delay_minutes = 0;  // after the approval; until then the buyer can be corrected
};

struct TimeStampSettings {
  std::string policy = "2.999.3161";  // OID; the arc of examples (ITU-T X.660)
  std::int64_t accuracy_seconds = 1;  // how far the stated time may be off, 1 or more
};

/// How revocation lists are made.
struct CrlSettings {
  std::int64_t shards = 0;        // lists that new certificates are spread over; 0: one list of all
  std::int64_t valid_hours = 24;  // at least 2; made anew after half of it
  bool keeps_expired = false;     // entries of expired certificates stay, and the lists say so
};

/// What is the same for every request: from the configuration.
struct Settings {
  std::string ca_name = "深圳CA";  // in the 【signature】 of text messages
  std::string company_name = "深圳市电子商务安全证书管理有限公司";
  std::string hall_name = "深圳CA网上营业厅";
  std::string vendor_code = "szca";
  std::string portal_name = "湖南省CA证书与电子签章资源共享平台";
  std::string hotline = "400-112-3838";
  std::string public_url = "http://localhost:8080";  // as browsers and phones reach the hall
  std::string status_url = "http://localhost:8080";  // in certificates: OCSP, CRL, CA certificate
  BankAccount bank_account;
  InvoiceSettings invoice;
  TimeStampSettings time_stamps;
  Fen account_check_amount{1};  // of the transfer whose remark carries the PIN
  CrlSettings crl;
  std::string scratch_folder = "/tmp";  // for lists on their way, which hold nothing secret
  std::uint8_t serial_lead = 0x01;      // first byte of every serial this node gives: 01 to 7f
  bool sandbox = false;
  Partners partners;
};

class ProfileShelf;
[[nodiscard]] std::shared_ptr<ProfileShelf> make_profile_shelf();

class OcspResponder;

struct Hall {
  Store& store;
  FileStore& files;
  AuthorityKeys& keys;
  KeyCentre& key_centre;
  PasswordHasher& passwords;
  Reader& reader;
  const Clock& clock;
  Random& random;
  const Sealer& sealer;
  const domain::Divisions& divisions;
  const std::string& shipped_calendar;  // its text: in force until it is changed (app/calendar.h)
  const Settings& settings;
  Metrics& metrics;
  std::function<void()> wake_jobs;  // after a commit that left something in the outbox
  std::shared_ptr<ProfileShelf> profiles = make_profile_shelf();  // as read once (app/profile.h)
  OcspResponder* ocsp = nullptr;  // of a program that serves (app/ocsp.h)
};

}  // namespace certhall::app
