-- Takes or keeps a worker number, or gives it back. Returns the latest moment in ids made with it, or false when
-- it is another's. KEYS: holder, latest moment. ARGV: who, ms to hold it (0: give back), latest moment in his ids.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return false
end
local latest = math.max(tonumber(redis.call('GET', KEYS[2]) or 0), tonumber(ARGV[3]))
redis.call('SET', KEYS[2], string.format('%.0f', latest), 'EX', 30 * 24 * 3600)
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return latest
