-- Takes one request from several windows at once, or from none if one of them is used up: {blocked, used, reset, ...}
-- with the number of the first window that blocks (0: allowed), then requests used and end in ms of each window.
-- KEYS: windows. ARGV: now in ms, then limit and length in ms of each window.
-- A window begins with its first request and ends a fixed time later; blocked requests do not move its end.
local now = tonumber(ARGV[1])
local answer = {0}
for i, key in ipairs(KEYS) do
  local limit, length = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local window = redis.call('HMGET', key, 'used', 'reset')
  local used, reset = tonumber(window[1] or 0), tonumber(window[2] or 0)
  -- An end further off than a whole window was set before the clock was put back.
  if now >= reset or reset - now > length then
    used, reset = 0, now + length
  end
  if used >= limit and answer[1] == 0 then
    answer[1] = i
  end
  answer[2 * i], answer[2 * i + 1] = used, reset
end
if answer[1] == 0 then
  for i, key in ipairs(KEYS) do
    answer[2 * i] = answer[2 * i] + 1
    redis.call('HSET', key, 'used', answer[2 * i], 'reset', string.format('%.0f', answer[2 * i + 1]))
    -- Real time; the window itself follows the clock that tests may stop.
    redis.call('PEXPIRE', key, ARGV[2 * i + 1] + 600000)
  end
end
return answer
