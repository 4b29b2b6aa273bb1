#pragma once
// What an applicant does with his application, from the first tick to the last correction.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/case_file.h"
#include "app/hall.h"

namespace certhall::app {

struct AgreedDocument {
  std::string code, version, digest;
};
struct NewApplication {
  std::vector<AgreedDocument> consents;
  std::optional<std::string> handover;  // the portal's token
  std::string address;                  // the applicant's network address, kept with the consents
};
/// `invalid` on "consents" when a document in force is missing or was shown in another version.
[[nodiscard]] Result<CaseFile> create_application(const Hall& hall, const AccountId& account,
                                                  const NewApplication& request);

[[nodiscard]] Result<CaseFile> view_application(const Hall& hall, const AccountId& account,
                                                const ApplicationId& id);
[[nodiscard]] std::vector<CaseFile> list_applications(const Hall& hall, const AccountId& account);

// The following name the revision that the page saw; another one is `stale`.

[[nodiscard]] Result<CaseFile> choose_relying_application(const Hall& hall,
                                                          const AccountId& account,
                                                          const ApplicationId& id,
                                                          std::int64_t revision,
                                                          std::string_view code);
/// Saves whatever is there, also what is not yet right. Changing the person who must prove himself
/// voids the identity check; changing anything that is printed voids the form.
[[nodiscard]] Result<CaseFile> save_details(const Hall& hall, const AccountId& account,
                                            const ApplicationId& id, std::int64_t revision,
                                            domain::Details details);
/// A new version of the form where something changed; otherwise the version stays.
[[nodiscard]] Result<CaseFile> print_form(const Hall& hall, const AccountId& account,
                                          const ApplicationId& id, std::int64_t revision);
[[nodiscard]] Result<CaseFile> resubmit(const Hall& hall, const AccountId& account,
                                        const ApplicationId& id, std::int64_t revision);
[[nodiscard]] Result<CaseFile> cancel_application(const Hall& hall, const AccountId& account,
                                                  const ApplicationId& id, std::int64_t revision);

/// Loads, checks owner and revision, lets `change` work on the application, saves by event `edit`.
/// For all that only fills in.
using Change = std::function<Status(Transaction&, domain::Application&)>;
[[nodiscard]] Result<CaseFile> edit(const Hall& hall, const AccountId& account,
                                    const ApplicationId& id, std::optional<std::int64_t> revision,
                                    const Change& change);

/// The printed form and the seal impression sheet as PDF; `wrong_state` before the form is printed.
[[nodiscard]] Result<std::string> form_pdf(Transaction& tx, const Hall& hall,
                                           const domain::Application& application);
[[nodiscard]] Result<std::string> seal_sheet_pdf(Transaction& tx, const Hall& hall,
                                                 const domain::Application& application);
/// What the QR code on the form says, and what a scan must say.
[[nodiscard]] std::string form_code(const domain::Application& application);

}  // namespace certhall::app
