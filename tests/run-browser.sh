#!/usr/bin/env bash
# Drives one whole case through a real browser against the real program. CERTHALL_BIN, CERTHALL_WEB
# and CERTHALL_CHROMIUM name others than build/release/certhall, web/dist and /usr/bin/chromium;
# CERTHALL_KEEP=1 leaves the data folder behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../web"
rm -rf ../build/screenshots
export PATH="$PWD/node_modules/.bin:$PATH"
exec node node_modules/vitest/vitest.mjs run --config vitest.browser.config.ts
