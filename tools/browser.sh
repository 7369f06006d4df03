#!/usr/bin/env bash
# Makes sure that a browser and a Chinese font are here; installs Debian's as root. Fails where it can do neither.
set -euo pipefail

have_browser() {
  [ -n "${CHROMIUM:-}" ] && [ -x "${CHROMIUM}" ] && return
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

have_chinese_font() {
  if command -v fc-list >/dev/null; then
    [ -n "$(fc-list :lang=zh-cn family)" ]
  else
    [ -d /usr/share/fonts/truetype/wqy ]
  fi
}

wanted=()
have_browser || wanted+=(chromium)
have_chinese_font || wanted+=(fonts-wqy-microhei)
[ ${#wanted[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "e2e: installing ${wanted[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -o DPkg::Lock::Timeout=120 update
  apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "${wanted[@]}"
  exit 0
fi

if have_browser; then
  echo 'e2e: no Chinese font here, so Chinese text in screenshots will be boxes (fonts-wqy-microhei has one)' >&2
  exit 0
fi
cat >&2 <<EOF
e2e: no browser here, and only root may install one. Either
  run as root:  apt-get install chromium fonts-wqy-microhei
  or set CHROMIUM to the path of a Chromium or Chrome,
  or set GONGZHI_SKIP_BROWSER=1 to leave the browser tests out.
EOF
exit 1
