-- Counts an event of a topic, logs it and tells the subscribers, all or nothing. Returns its counter.
-- KEYS: counter, log, channel, those published for others. ARGV: event, length of the log, seconds that the log and the
-- counter are kept, and how many of the log's last entries are searched for the event, by one who publishes it for
-- another: if it is there already, it is not published again. The other may yet come; then he finds it in KEYS[4].
-- A new counter starts at the present millisecond, far above any that was lost with a server's memory.
local counter = redis.call('GET', KEYS[1])
if not counter then
  local now = redis.call('TIME')
  counter = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
  redis.call('SET', KEYS[1], counter)
  redis.call('DEL', KEYS[2], KEYS[4])
end
local for_another = ARGV[5] ~= '0'
local known = redis.call('HGET', KEYS[4], ARGV[1])
if known then
  return tonumber(known)
end
if for_another then
  for _, entry in ipairs(redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', ARGV[5])) do
    if entry[2][2] == ARGV[1] then
      return tonumber(string.match(entry[1], '%d+'))
    end
  end
end
counter = redis.call('INCR', KEYS[1])
local text = string.format('%.0f', counter)
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], text .. '-0', 'e', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[3])
if for_another then
  redis.call('HSET', KEYS[4], ARGV[1], text)
  redis.call('EXPIRE', KEYS[4], ARGV[3])
end
redis.call('PUBLISH', KEYS[3], struct.pack('>I8', counter) .. ARGV[1])
return counter
