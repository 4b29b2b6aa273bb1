#include "tools/pdf_text.h"

#include <poppler-document.h>
#include <poppler-page.h>

#include <memory>
#include <stdexcept>

namespace certhall::test {

std::vector<std::string> pdf_text(std::string_view pdf) {
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(pdf.data(), static_cast<int>(pdf.size())));
  if (!document) throw std::runtime_error("not a PDF");
  std::vector<std::string> pages;
  for (int i = 0; i < document->pages(); ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    // As drawn, so that wrapped values stay whole.
    const auto bytes = page->text({}, poppler::page::raw_order_layout).to_utf8();
    auto& text = pages.emplace_back(bytes.data(), bytes.size());
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
  }
  return pages;
}

std::string empty_pdf(int pages) {
  std::string kids, objects;
  for (int i = 0; i < pages; ++i) {
    const auto name = std::to_string(i + 3);
    kids += name + " 0 R ";
    objects += name + " 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\n";
  }
  return "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Count " +
         std::to_string(pages) + "/Kids[" + kids + "]>> endobj\n" + objects +
         "trailer <</Root 1 0 R>>\n%%EOF\n";
}

}  // namespace certhall::test
