package queue

import "github.com/redis/go-redis/v9"

// Each script moves ids in one step that no other client can see half done.
// KEYS are armed, leased and due. Whatever somebody else put there is removed:
// members that are not ids here, keys of a foreign type in the prelude.
const prelude = `
local armed, leased, due = KEYS[1], KEYS[2], KEYS[3]
for key, kind in pairs({[armed] = 'zset', [leased] = 'zset', [due] = 'hash'}) do
  local t = redis.call('TYPE', key).ok
  if t ~= kind and t ~= 'none' then redis.call('DEL', key) end
end

-- back makes a leased id due again at the time it had, or at another if that
-- is lost, unless an earlier alarm was set meanwhile.
local function back(id, otherwise)
  local at = redis.call('HGET', due, id)
  if not at or not string.match(at, '^%-?%d+$') then at = otherwise end
  redis.call('ZREM', leased, id)
  redis.call('HDEL', due, id)
  if #id == 16 then redis.call('ZADD', armed, 'LT', at, id) end
end
`

// ARGV: now, how many, end of the lease. It looks at the set a few times at
// most, and each time a little further than needed, so that a flood of foreign
// members is removed over several calls without holding Redis up.
var claimScript = redis.NewScript(prelude + `
local now, want, till = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local taken = {}
for _ = 1, 8 do
  if #taken >= want then break end
  local found = redis.call('ZRANGEBYSCORE', armed, '-inf', now, 'WITHSCORES', 'LIMIT', 0, want - #taken + 100)
  if #found == 0 then break end
  for i = 1, #found, 2 do
    if #taken >= want then break end
    local id, score = found[i], tonumber(found[i + 1])
    redis.call('ZREM', armed, id)
    if #id == 16 then
      if score < -9007199254740992 then score = tonumber(now) end
      redis.call('ZADD', leased, till, id)
      redis.call('HSET', due, id, string.format('%.0f', score))
      taken[#taken + 1] = id
    end
  end
end
return taken
`)

// ARGV: the ids. An id without a lease is left alone.
var releaseScript = redis.NewScript(prelude + `
for _, id in ipairs(ARGV) do
  if redis.call('ZSCORE', leased, id) then back(id, '0') end
end
return #ARGV
`)

// ARGV: now, how many.
var recoverScript = redis.NewScript(prelude + `
local found = redis.call('ZRANGEBYSCORE', leased, '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, id in ipairs(found) do back(id, ARGV[1]) end
return #found
`)

var nextScript = redis.NewScript(prelude + `
for _ = 1, 100 do
  local first = redis.call('ZRANGE', armed, 0, 0, 'WITHSCORES')
  if #first == 0 then return false end
  if #first[1] == 16 then return first[2] end
  redis.call('ZREM', armed, first[1])
end
return false
`)
