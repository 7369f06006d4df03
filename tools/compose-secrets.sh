#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml reads, once, in ./secrets (not in git). Existing ones are kept.
# The folder is closed to others; the files are readable, because each container reads its own as an unprivileged user.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ -e secrets ]; then
  echo 'secrets: already there, nothing changed' >&2
  exit 0
fi
password() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

database=$(password)
redis=$(password)
mkdir -m 0700 secrets
umask 022
echo '*' >secrets/.gitignore
printf '%s' "$database" >secrets/database_password
printf 'postgres://gongzhi:%s@postgres:5432/gongzhi?sslmode=disable' "$database" >secrets/database_url
printf 'redis://:%s@redis:6379/0' "$redis" >secrets/redis_url
printf 'requirepass %s\n' "$redis" >secrets/redis.conf
echo 'secrets: written to ./secrets; keep a copy elsewhere' >&2
