# Set-up that the root scripts share: what the machine must have, and how it is got.
# Sourced, never run. Everything here is quiet when there is nothing to do.

say() { printf '%s\n' "$*" >&2; }

need_dotnet() {
  command -v dotnet >/dev/null && return
  say "overread: the .NET 10 SDK is missing. Install it (package dotnet-sdk-10.0) and run this again."
  exit 1
}

need_node() {
  command -v npm >/dev/null && return
  say "overread: Node 20 or newer with npm is missing. Install it and run this again."
  exit 1
}

# changed_since STAMP PATH...: true when a source below a path is newer than the stamp.
changed_since() {
  local stamp="$1"
  shift
  [[ -n "$(find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o \
    -newer "$stamp" -print -quit 2>/dev/null)" ]]
}

# build_quietly WHAT COMMAND...: output only when it fails.
build_quietly() {
  local what="$1" log
  shift
  log="$(mktemp)"
  say "building $what ..."
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    say "overread: building $what failed; the lines above say where."
    exit 1
  fi
  rm -f "$log"
}

# need_packages PACKAGE...: Debian packages, installed when root, else named in one line.
need_packages() {
  local missing=() p
  for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q "install ok installed" || missing+=("$p")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    say "overread: these packages are missing; install them and run this again: apt-get install ${missing[*]}"
    return 1
  fi
  say "installing ${missing[*]} ..."
  local log
  log="$(mktemp)"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    cat "$log" >&2
    say "overread: apt-get could not install ${missing[*]}; the lines above say why."
    return 1
  fi
  rm -f "$log"
}

# Decoders that the DICOM library calls through P/Invoke, and what reads PDFs at the gate; without them those syntaxes are refused and
# those documents held, with a clear message.
need_imaging_libraries() { need_packages libopenjp2-7 libcharls2 poppler-utils || true; }

# need_web ROOT: the workbench, built when its sources changed.
need_web() {
  local root="$1" stamp="$1/.overread/build/web-stamp"
  [[ -f "$root/web/package.json" ]] || return 0
  if [[ -f "$root/web/dist/index.html" && -f "$stamp" ]] && ! changed_since "$stamp" "$root/web"; then return 0; fi
  need_node
  need_node_modules "$root"
  build_quietly "the workbench" npm --prefix "$root/web" run build
  mkdir -p "$(dirname "$stamp")" && touch "$stamp"
}

# need_node_modules ROOT: npm ci when the lock file is newer than what is installed.
need_node_modules() {
  local root="$1"
  if [[ ! -f "$root/web/node_modules/.package-lock.json" || "$root/web/package-lock.json" -nt "$root/web/node_modules/.package-lock.json" ]]; then
    build_quietly "the workbench's dependencies" npm --prefix "$root/web" ci --no-audit --no-fund
    touch "$root/web/node_modules/.package-lock.json"
  fi
}
