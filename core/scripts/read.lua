-- The counter of a topic, and what its log holds after a counter that the reader names, oldest first.
-- KEYS: counter, log. ARGV: counter to read after ('' for none), most entries, seconds the counter is kept.
-- Sets a missing counter, so that a reader can tell the first event of a topic from the loss of earlier ones.
local now = redis.call('TIME')
local start = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
if redis.call('SET', KEYS[1], start, 'NX', 'EX', ARGV[3]) then
  redis.call('DEL', KEYS[2])
end
local counter = tonumber(redis.call('GET', KEYS[1]))
if ARGV[1] == '' or tonumber(ARGV[1]) >= counter then
  return {counter, {}}
end
return {counter, redis.call('XRANGE', KEYS[2], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])}
