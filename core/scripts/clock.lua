-- Changes the clock that all processes share, tells them, and returns it: {offset, moment it stands at or ''}.
-- KEYS: state, channel. ARGV: 'read', 'step', 'stop', 'start' or 'reset'; microseconds to step.
local state = redis.call('HMGET', KEYS[1], 'offset', 'stopped')
local offset, stopped = tonumber(state[1] or 0), tonumber(state[2] or nil)
local time = redis.call('TIME')
local machine = time[1] * 1000000 + time[2]
if ARGV[1] == 'step' and stopped then
  stopped = stopped + ARGV[2]
elseif ARGV[1] == 'step' then
  offset = offset + ARGV[2]
elseif ARGV[1] == 'stop' then
  stopped = stopped or machine + offset
elseif ARGV[1] == 'start' and stopped then
  offset, stopped = stopped - machine, nil
elseif ARGV[1] == 'reset' then
  offset, stopped = 0, nil
end
local answer = {string.format('%.0f', offset), stopped and string.format('%.0f', stopped) or ''}
if ARGV[1] ~= 'read' then
  redis.call('HSET', KEYS[1], 'offset', answer[1], 'stopped', answer[2])
  redis.call('PUBLISH', KEYS[2], answer[1] .. ' ' .. answer[2])
end
return answer
