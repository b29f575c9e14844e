-- One flush of one shard: decides many operations in order, in one step.
--
-- KEYS[1]   the shard's log, a stream: one entry {e = bytes} an event
-- KEYS[2]   the shard's marker, a hash: inc, since, run, beat, drained, n:<node>
-- ARGV[1]   prefix of the keys of its attempts; all carry the shard's hash tag
-- ARGV[2]   '1' if this call was tried before and its outcome is not known
-- ARGV[3..] the operations: kind, length of the attempt's id, id, then by kind
--
-- An attempt is three keys: a:<id> hash of state, epoch, last, hash, deadline,
-- grace, started, device, claim, seen, n, absent, kept, barred; v:<id> hash of the last
-- value by field; d:<id> string of 8 bytes of digest per event.
--
-- Returns {now, id of the last log entry, then one result per operation}: a
-- bare status, or {status, …} as each operation says below.

local LOG, UP, PRE = KEYS[1], KEYS[2], ARGV[1]
local call, unpack_, pack = redis.call, struct.unpack, struct.pack
local OK, REPEAT, LATE, CONFLICT, GAP, STALE, REPLACED, WAITING, PAUSED, MISSING, BUSY, NOTDUE, SEALED, REWOUND, OLDLIFE, BARRED, BEHIND =
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16

-- MAX_KEPT bounds the evidence of one attempt: late, conflicting and replaced
-- events beyond it are answered but no longer kept (delivery.MaxEvidence).
local MAX_KEPT = 1000
-- DEAD_MS: a node that was silent for this long is down.
local DEAD_MS = 3000
-- GAP_MS: nodes beat every 500 ms; none for this long, and nobody served.
local GAP_MS = 2000

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- since: when all was up again after the last interruption. A call that had to
-- be repeated, or a pause in the beats, is one.
local since = now
do
  local up = call('HMGET', UP, 'since', 'beat')
  if up[1] and ARGV[2] ~= '1' and now - tonumber(up[2] or 0) <= GAP_MS then
    since = tonumber(up[1])
  elseif up[1] then
    call('HSET', UP, 'since', now)
  end
end
local cache = {}

local last_id

local function append(bytes)
  last_id = call('XADD', LOG, '*', 'e', bytes)
end

local function attempt(id)
  local a = cache[id]
  if a ~= nil then return a end
  local h = call('HMGET', PRE .. 'a:' .. id, 'state', 'epoch', 'last', 'hash', 'deadline', 'grace', 'barred')
  if not h[1] then
    cache[id] = false
    return false
  end
  a = {key = PRE .. 'a:' .. id, state = h[1], epoch = tonumber(h[2]), last = tonumber(h[3]), hash = h[4],
       deadline = tonumber(h[5]), grace = tonumber(h[6]), barred = tonumber(h[7] or 0)}
  cache[id] = a
  return a
end

-- over says when the attempt takes nothing more: grace after the deadline, or
-- after the last time that Redis or a node was down, whichever is later.
local function over(deadline, grace)
  return math.max(deadline, since) + grace
end

local function keep(a, op, kind)
  local kept = call('HINCRBY', a.key, 'kept', 1)
  if kept <= MAX_KEPT then
    append(kind .. op:sub(2))
  elseif kept == MAX_KEPT + 1 then
    append('F' .. op:sub(2, 2 + op:byte(2)) .. pack('>I8', now))
  end
end

-- bar ends the right of the present epoch to write: what its client sent behind
-- a conflict must not be stored before what it has to send again. A sealed
-- attempt takes nothing anyway, and no new epoch.
local function bar(a)
  if a.state == 'z' then return end
  a.barred = a.epoch
  call('HSET', a.key, 'barred', a.epoch)
end

local ops = {}

-- A: epoch, seq, digest, prev, hash, at, field, value
-- {GAP or STALE, last, hash}
ops.A = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  local epoch, seq, digest, prev, hash, at, field, rest = unpack_('>I4I4c8c32c32I8Bc0', op, p)
  if epoch > a.epoch then return REWOUND end
  if epoch < a.epoch then
    keep(a, op, 'O')
    return REPLACED
  end
  if seq <= a.last then
    if call('GETRANGE', PRE .. 'd:' .. id, seq * 8 - 8, seq * 8 - 1) == digest then return REPEAT end
    keep(a, op, 'C')
    bar(a)
    return CONFLICT
  end
  if epoch <= a.barred then return BARRED end
  if a.state == 'w' then return WAITING end
  if a.state == 'p' then return PAUSED end
  if a.state == 'z' or now > over(a.deadline, a.grace) then
    keep(a, op, 'L')
    return LATE
  end
  if seq > a.last + 1 then return {GAP, a.last, a.hash} end
  if prev ~= a.hash then return {STALE, a.last, a.hash} end
  append(op)
  call('HSET', PRE .. 'v:' .. id, field, op:sub(rest))
  call('APPEND', PRE .. 'd:' .. id, digest)
  call('HSET', a.key, 'last', seq, 'hash', hash, 'seen', now)
  a.last, a.hash = seq, hash
  return OK
end

local function standing(a, status)
  local h = call('HMGET', a.key, 'started', 'n', 'absent')
  return {status, a.state, a.epoch, a.last, a.hash, a.deadline, a.grace, tonumber(h[1]), tonumber(h[2]), tonumber(h[3])}
end

-- H: device, claim, archived, silence
-- {BUSY, milliseconds} or {OK, standing …, values}
ops.H = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  local device, claim, archived, silence = unpack_('>Bc0c8I4I4', op, p)
  if a.last < archived then return MISSING end
  local h = call('HMGET', a.key, 'device', 'claim', 'seen')
  if a.state ~= 'z' and h[2] ~= claim then
    local silent = now - tonumber(h[3])
    if h[1] ~= '' and h[1] ~= device and silent < silence then return {BUSY, silence - silent} end
    a.epoch = a.epoch + 1
    call('HSET', a.key, 'epoch', a.epoch, 'device', device, 'claim', claim, 'seen', now)
    append('H' .. string.char(#id) .. id .. pack('>I4I8', a.epoch, now) .. device)
  end
  local r = standing(a, OK)
  r[#r + 1] = call('HGETALL', PRE .. 'v:' .. id)
  return r
end

local function deadline_of(op, p, started)
  local stop, duration, extra, grace = unpack_('>I8I8I8I8', op, p)
  return math.min(stop, started + duration) + extra, grace
end

-- S: end, duration, extra, grace
ops.S = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  if a.state == 'w' then
    a.state = 'r'
    a.deadline, a.grace = deadline_of(op, p, now)
    call('HSET', a.key, 'state', 'r', 'started', now, 'deadline', a.deadline, 'grace', a.grace)
    append('S' .. string.char(#id) .. id .. pack('>I8I8', now, a.deadline))
  end
  return standing(a, OK)
end

-- X: as S
ops.X = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  if a.state == 'r' or a.state == 'p' then
    local deadline, grace = deadline_of(op, p, tonumber(call('HGET', a.key, 'started')))
    if deadline ~= a.deadline or grace ~= a.grace then
      a.deadline, a.grace = deadline, grace
      call('HSET', a.key, 'deadline', deadline, 'grace', grace)
      append('X' .. string.char(#id) .. id .. pack('>I8I8', now, deadline))
    end
  end
  return standing(a, OK)
end

local function close(a, id, by)
  local absent = a.state == 'w' and 1 or 0
  a.state = 'z'
  call('HSET', a.key, 'state', 'z', 'n', a.last, 'absent', absent)
  append('Z' .. string.char(#id) .. id .. pack('>I4I8BB', a.last, now, by, absent) .. a.hash)
  return standing(a, SEALED)
end

-- U: epoch, n
-- {GAP or BEHIND, last, hash}
ops.U = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  local epoch, n = unpack_('>I4I4', op, p)
  if a.state == 'z' then return standing(a, SEALED) end
  if epoch > a.epoch then return REWOUND end
  if epoch < a.epoch then return REPLACED end
  if a.state == 'w' then return WAITING end
  if a.state == 'p' then return PAUSED end
  if epoch <= a.barred then return BARRED end
  if n > a.last then return {GAP, a.last, a.hash} end
  if n < a.last then return {BEHIND, a.last, a.hash} end
  return close(a, id, 1)
end

-- Z: end, duration, extra, grace: what counts for an attempt that never started
-- {NOTDUE, milliseconds}
ops.Z = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  if a.state == 'z' then return standing(a, SEALED) end
  local stop, duration, extra, grace = unpack_('>I8I8I8I8', op, p)
  local due = a.state == 'w' and over(stop + extra, grace) or over(a.deadline, a.grace)
  if a.state == 'p' or now <= due then return {NOTDUE, math.max(due - now, 0) + 1} end
  return close(a, id, 0)
end

-- V: epoch, focus lost
ops.V = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  local epoch, lost = unpack_('>I4B', op, p)
  if epoch > a.epoch then return REWOUND end
  if epoch < a.epoch then return REPLACED end
  call('HSET', a.key, 'seen', now, 'lost', lost)
  return standing(a, OK)
end

-- K: nothing. {OK, standing …, answered, seen, focus lost}
ops.K = function(_, _, id)
  local a = attempt(id)
  if not a then return MISSING end
  local answered, values = 0, call('HGETALL', PRE .. 'v:' .. id)
  for i = 1, #values, 2 do
    if values[i + 1] ~= '' and values[i]:sub(1, 5) ~= 'flag:' then answered = answered + 1 end
  end
  local h = call('HMGET', a.key, 'seen', 'lost')
  local r = standing(a, OK)
  r[11], r[12], r[13] = answered, tonumber(h[1]), tonumber(h[2] or 0)
  return r
end

local function restore_values(op, p, id)
  local count
  count, p = unpack_('>I2', op, p)
  call('DEL', PRE .. 'v:' .. id)
  for _ = 1, count do
    local field, value
    field, value, p = unpack_('>Bc0I2c0', op, p)
    call('HSET', PRE .. 'v:' .. id, field, value)
  end
end

-- R: incarnation, state, epoch, last, hash, device, started, deadline, grace,
-- n, absent, digests, values. Creates what is absent and lifts what is behind;
-- never touches what is newer.
ops.R = function(op, p, id)
  local inc, state, epoch, last, hash, device, started, deadline, grace, n, absent, digests, q =
    unpack_('>Bc0c1I4I4c32Bc0I8I8I8I4BI4c0', op, p)
  if call('HGET', UP, 'inc') ~= inc then return OLDLIFE end
  local a = attempt(id)
  if a and (a.last > last or a.last == last and (state ~= 'z' or a.state == 'z')) then return standing(a, OK) end
  local key = PRE .. 'a:' .. id
  if a then
    call('HSET', key, 'last', last, 'hash', hash, 'epoch', math.max(epoch, a.epoch))
    if state == 'z' then call('HSET', key, 'state', 'z', 'n', n, 'absent', absent) end
  else
    call('HSET', key, 'state', state, 'epoch', epoch, 'last', last, 'hash', hash, 'device', device, 'claim', '',
      'seen', now, 'started', started, 'deadline', deadline, 'grace', grace, 'n', n, 'absent', absent, 'kept', 0)
  end
  call('SET', PRE .. 'd:' .. id, digests)
  restore_values(op, q, id)
  if state == 'z' then
    for _, k in ipairs({'a:', 'v:', 'd:'}) do call('EXPIRE', PRE .. k .. id, 3600) end
  end
  cache[id] = nil
  return standing(attempt(id), OK)
end

-- T: incarnation as proposed, node. {OK, inc, since, drained}
ops.T = function(op, p, node)
  local proposed = unpack_('>Bc0', op, p)
  local run = call('INFO', 'server'):match('run_id:(%w+)') or ''
  local inc = call('HGET', UP, 'inc')
  local interrupted = not inc or call('HGET', UP, 'run') ~= run
  local fields = call('HGETALL', UP)
  for i = 1, #fields, 2 do
    local other = fields[i]
    if other:sub(1, 2) == 'n:' then
      if now - tonumber(fields[i + 1]) > DEAD_MS then
        call('HDEL', UP, other)
        interrupted = true
      end
    end
  end
  if not inc then inc = proposed end
  if interrupted then since = now end
  call('HSET', UP, 'inc', inc, 'run', run, 'since', since, 'beat', now, 'n:' .. node, now)
  return {OK, inc, since, call('HGET', UP, 'drained') or '0-0'}
end

-- Q: node
ops.Q = function(op, p, node)
  since = now
  call('HDEL', UP, 'n:' .. node)
  call('HSET', UP, 'since', since)
  return OK
end

local out = {now, ''}
for i = 3, #ARGV do
  local op = ARGV[i]
  local n = op:byte(2)
  out[#out + 1] = ops[op:sub(1, 1)](op, 3 + n, op:sub(3, 2 + n))
end
if not last_id then
  local entry = call('XREVRANGE', LOG, '+', '-', 'COUNT', 1)[1]
  last_id = entry and entry[1] or (call('HGET', UP, 'drained') or '0-0')
end
out[2] = last_id
return out
