-- One flush of one shard: decides many operations in order, in one step.
--
-- KEYS[1]   the shard's log, a stream: one entry {b = frames} a call in which
--           something happened; each frame is an event or a change of state
-- KEYS[2]   the shard's marker, a hash: inc, since, run, beat, drained, n:<node>
-- ARGV[1]   prefix of the keys of its attempts; all carry the shard's hash tag
-- ARGV[2]   '1' if this call was tried before and its outcome is not known
-- ARGV[3]   the operations, one frame each: 4 bytes of length, then kind, length
--           of the attempt's id, id, then by kind
--
-- An attempt is four keys:
--   a:<id>  string, its core: what each answer reads and writes (CORE below), and
--           the newest events, its tail
--   i:<id>  hash of what is rarely asked for: started, device, machine, claim, n,
--           absent, by, kept, rev (of the terms), paused (since when, 0: the clock
--           runs), round, freed (rev of the last release)
--   v:<id>  hash of the last value by field  } without the events that are
--   d:<id>  string, 8 bytes of digest an event } still in the tail
-- The cores of all attempts of a call are read by one MGET and written by one
-- MSET at its end: commands, not bytes, are what Redis spends its time on. Who
-- changes a member of an attempt calls touch. MSET ends a TTL: a sealed attempt
-- is not touched any more, but by who sets expires, or reopens it.
-- While the clock stands, deadline is the one of the moment at which it stopped.
--
-- Returns {now, id of the last log entry, then one result per operation}: a
-- bare status, or {status, …} as each operation says below. Where every result
-- is OK and nothing else, none is returned.

local LOG, UP, PRE, OPS = KEYS[1], KEYS[2], ARGV[1], ARGV[3]
local call, unpack_, pack, sub = redis.call, struct.unpack, struct.pack, string.sub
local OK, REPEAT, LATE, CONFLICT, GAP, STALE, REPLACED, WAITING, PAUSED, MISSING, BUSY, NOTDUE, SEALED, REWOUND, OLDLIFE, BARRED, BEHIND, OVER =
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17

-- CORE: state, epoch, barred, deadline, grace, last, seen, focus lost, length of
-- the tail in events, hash; the tail follows, by ITEM: digest, field, value.
local CORE, ITEM = '>c1I4I4I8I8I4I8BBc32', '>c8Bc0I2c0'
-- GROWN is a core with its tail and one event more.
local GROWN = CORE .. 'c0c0'
-- SPILL and MAX_TAIL bound the tail, in events and bytes: longer ones are
-- rewritten with each answer too often, shorter ones spilt.
local SPILL, MAX_TAIL = 8, 400
-- MAX_KEPT bounds the evidence of one attempt: late, conflicting and replaced
-- events beyond it are answered but no longer kept (delivery.MaxEvidence).
local MAX_KEPT = 1000
-- DEAD_MS: a node that was silent for this long is down.
local DEAD_MS = 3000
-- FORGET_S: how long a sealed and archived attempt stays for those who come
-- back to read their receipt without asking the database.
local FORGET_S = 3600
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

-- frame and after are where the present operation's frame begins and ends. Frames
-- from run on go to the log as they came: stored answers.
local frame, after, run, pieces = 1, 1, 1, {}

local function cut()
  if run < frame then pieces[#pieces + 1] = sub(OPS, run, frame - 1) end
  run = after
end

local function append(bytes)
  cut()
  pieces[#pieces + 1] = pack('>I4', #bytes) .. bytes
end

-- cache holds what was read, or is to be written: a core that nobody looked
-- into, an attempt, or false for one that is not there.
local cache, dirty = {}, {}

-- sets is what MSET is told at the end, keys and cores: of one key the last counts.
local sets = {}

local function set(id, core)
  local n = #sets
  sets[n + 1], sets[n + 2] = PRE .. 'a:' .. id, core
end

local function attempt(id)
  local a = cache[id]
  if type(a) ~= 'string' then return a end
  local state, epoch, barred, deadline, grace, last, seen, lost, held, hash, p = unpack_(CORE, a)
  a = {id = id, state = state, epoch = epoch, barred = barred, deadline = deadline, grace = grace, last = last,
       seen = seen, lost = lost, held = held, hash = hash, tail = sub(a, p), touched = false}
  cache[id] = a
  return a
end

-- info is the key of what is rarely asked for.
local function info(a) return PRE .. 'i:' .. a.id end

-- touch has the attempt written at the end.
local function touch(a)
  if not a.touched then
    a.touched = true
    dirty[#dirty + 1] = a
  end
end

-- spill moves the tail to v and d.
local function spill(a)
  local digests, last, args, p = {}, {}, {}, 1
  for i = 1, a.held do
    local field, value
    digests[i], field, value, p = unpack_(ITEM, a.tail, p)
    last[field] = value
  end
  for field, value in pairs(last) do
    args[#args + 1] = field
    args[#args + 1] = value
  end
  call('APPEND', PRE .. 'd:' .. a.id, table.concat(digests))
  call('HSET', PRE .. 'v:' .. a.id, unpack(args))
  a.held, a.tail = 0, ''
end

-- save writes what was touched.
local function save()
  for i = 1, #dirty do
    local a = dirty[i]
    if a.held >= SPILL or #a.tail > MAX_TAIL then spill(a) end
    set(a.id, pack(CORE, a.state, a.epoch, a.barred, a.deadline, a.grace, a.last, a.seen, a.lost, a.held, a.hash) .. a.tail)
  end
  if #sets > 0 then call('MSET', unpack(sets)) end
  for i = 1, #dirty do
    if dirty[i].expires then
      for _, k in ipairs({'a:', 'i:', 'v:', 'd:'}) do call('EXPIRE', PRE .. k .. dirty[i].id, FORGET_S) end
    end
  end
end

local function digest_of(a, seq)
  local spilt = a.last - a.held
  if seq <= spilt then return call('GETRANGE', PRE .. 'd:' .. a.id, seq * 8 - 8, seq * 8 - 1) end
  local digest, p = nil, 1
  for _ = spilt + 1, seq do
    local _f, _v
    digest, _f, _v, p = unpack_(ITEM, a.tail, p)
  end
  return digest
end

-- values_of returns field, value, field, value, …
local function values_of(a)
  local list, at, p = call('HGETALL', PRE .. 'v:' .. a.id), {}, 1
  for i = 1, #list, 2 do at[list[i]] = i end
  for _ = 1, a.held do
    local _d, field, value
    _d, field, value, p = unpack_(ITEM, a.tail, p)
    local i = at[field] or #list + 1
    at[field], list[i], list[i + 1] = i, field, value
  end
  return list
end

-- over says when the attempt takes nothing more: grace after the deadline, or
-- after the last time that Redis or a node was down, whichever is later.
local function over(deadline, grace)
  return math.max(deadline, since) + grace
end

-- keep keeps the present operation, an answer, as evidence.
local function keep(a, kind)
  local kept = call('HINCRBY', info(a), 'kept', 1)
  if kept <= MAX_KEPT then
    append(kind .. sub(OPS, frame + 5, after - 1))
  elseif kept == MAX_KEPT + 1 then
    append('F' .. string.char(#a.id) .. a.id .. pack('>I8', now))
  end
end

-- bar ends the right of the present epoch to write: what its client sent behind
-- a conflict must not be stored before what it has to send again. A sealed
-- attempt takes nothing anyway, and no new epoch.
local function bar(a)
  if a.state == 'z' then return end
  a.barred = a.epoch
  touch(a)
end

-- A: epoch, seq, prev, hash, at, digest, field, value
-- {GAP or STALE, last, hash}
local function answer(a, p)
  local epoch, seq, prev, hash, q = unpack_('>I4I4c32c32', OPS, p)
  if epoch > a.epoch then return REWOUND end
  if epoch < a.epoch then
    keep(a, 'O')
    return REPLACED
  end
  if seq <= a.last then
    if digest_of(a, seq) == sub(OPS, q + 8, q + 15) then return REPEAT end
    keep(a, 'C')
    bar(a)
    return CONFLICT
  end
  if epoch <= a.barred then return BARRED end
  if a.state == 'w' then return WAITING end
  if a.state == 'p' then return PAUSED end
  if a.state == 'z' or now > over(a.deadline, a.grace) then
    keep(a, 'L')
    return LATE
  end
  if seq > a.last + 1 then return {GAP, a.last, a.hash} end
  if prev ~= a.hash then return {STALE, a.last, a.hash} end
  a.last, a.hash, a.seen = seq, hash, now
  a.held, a.tail = a.held + 1, a.tail .. sub(OPS, q + 8, after - 1)
  touch(a)
  return OK
end

-- quick stores an answer as nearly all are, the next one of who holds the
-- attempt and may write, and says whether it did; answer decides all others.
-- Redis hashes each byte of each string that Lua makes: it makes few.
local function quick(id, core, p)
  local state, epoch, barred, deadline, grace, last, _, lost, held, hash, tail = unpack_(CORE, core)
  local by, seq, prev, new, q = unpack_('>I4I4c32c32', OPS, p)
  if state ~= 'r' or by ~= epoch or by <= barred or seq ~= last + 1 or prev ~= hash or now > over(deadline, grace) or
     held + 1 >= SPILL or #core + after - q > MAX_TAIL then
    return false
  end
  core = pack(GROWN, state, epoch, barred, deadline, grace, seq, now, lost, held + 1, new, sub(core, tail), sub(OPS, q + 8, after - 1))
  cache[id] = core
  set(id, core)
  return true
end

local ops = {}

local function rare(a) return call('HMGET', info(a), 'started', 'n', 'absent', 'by', 'paused', 'round', 'rev') end

-- standing takes what rare told, where the caller has asked already.
local function standing(a, status, h)
  h = h or rare(a)
  return {status, a.state, a.epoch, a.last, a.hash, a.deadline, a.grace, tonumber(h[1]), tonumber(h[2]), tonumber(h[3]),
          tonumber(h[4] or 0), tonumber(h[5] or 0), tonumber(h[6] or 0)}
end

-- entry begins an entry of the log.
local function entry(kind, id) return kind .. string.char(#id) .. id end

-- H: device, machine, claim, archived, silence, the epoch that it had or 0
-- {BUSY, milliseconds} or {OK, standing …, values}
ops.H = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  local device, machine, claim, archived, silence, had = unpack_('>Bc0Bc0c8I4I4I4', op, p)
  if a.last < archived then return MISSING end
  local h = call('HMGET', info(a), 'device', 'claim')
  if a.state ~= 'z' and h[2] ~= claim then
    if had > 0 and a.epoch > had then return REPLACED end
    local silent = now - a.seen
    if h[1] ~= '' and h[1] ~= device and silent < silence then return {BUSY, silence - silent} end
    a.epoch, a.seen = a.epoch + 1, now
    touch(a)
    call('HSET', info(a), 'device', device, 'machine', machine, 'claim', claim)
    append(entry('H', id) .. pack('>I4I8', a.epoch, now) .. string.char(#device) .. device .. machine)
  end
  local r = standing(a, OK)
  r[#r + 1] = values_of(a)
  return r
end

-- terms: rev, end, duration, extra, grace, number of pauses, then from and to
-- of each; to is 0 while the clock stands, and that pause is the last.
local function read_terms(op, p)
  local t, n = {pauses = {}}
  t.rev, t.stop, t.duration, t.extra, t.grace, n, p = unpack_('>I8I8I8I8I8I2', op, p)
  for i = 1, n do
    local from, to
    from, to, p = unpack_('>I8I8', op, p)
    t.pauses[i] = {from, to}
    if to == 0 then t.open = from end
  end
  return t
end

-- deadline_of is delivery.Terms.Deadline: the deadline of who began at started,
-- and since when the clock stands, or 0.
local function deadline_of(t, started)
  local stands = t.open and math.max(t.open, started) or 0
  local stop, own = t.stop, started + t.duration
  for _, s in ipairs(t.pauses) do
    local to = s[2] == 0 and stands or s[2]
    stop = stop + to - s[1]
    own = own + math.max(0, to - math.max(s[1], started))
  end
  return math.min(stop, own) + t.extra, stands
end

-- hard_end is the deadline of who never begins.
local function hard_end(t)
  local stop = t.stop + t.extra
  for _, s in ipairs(t.pauses) do stop = stop + math.max(0, s[2] - s[1]) end
  return stop
end

-- outdated says whether Live knows newer terms than t; else t is the newest.
local function outdated(a, t)
  local rev = tonumber(call('HGET', info(a), 'rev') or 0)
  if t.rev > rev then call('HSET', info(a), 'rev', t.rev) end
  return t.rev < rev
end

-- settle gives an attempt that has begun the deadline and the state of t,
-- unless Live knows newer terms.
local function settle(a, t)
  if outdated(a, t) or a.state ~= 'r' and a.state ~= 'p' then return end
  local h = call('HMGET', info(a), 'started', 'paused')
  local deadline, stands = deadline_of(t, tonumber(h[1]))
  if deadline == a.deadline and t.grace == a.grace and stands == tonumber(h[2] or 0) then return end
  a.state, a.deadline, a.grace = stands > 0 and 'p' or 'r', deadline, t.grace
  touch(a)
  call('HSET', info(a), 'paused', stands)
  append(entry('X', a.id) .. pack('>I8I8B', now, deadline, stands > 0 and 1 or 0))
end

-- S: terms
ops.S = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  if a.state ~= 'w' then return standing(a, OK) end
  local t = read_terms(op, p)
  if t.open then
    outdated(a, t)
    return PAUSED
  end
  local h = rare(a)
  if t.rev < tonumber(h[7] or 0) then return PAUSED end
  a.state, a.grace = 'r', t.grace
  a.deadline = deadline_of(t, now)
  touch(a)
  call('HSET', info(a), 'rev', t.rev, 'started', now, 'paused', 0)
  append(entry('S', id) .. pack('>I8I8B', now, a.deadline, 0))
  h[1], h[5] = now, 0
  return standing(a, OK, h)
end

-- X: terms
ops.X = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  settle(a, read_terms(op, p))
  return standing(a, OK)
end

local function close(a, id, by)
  local absent = a.state == 'w' and 1 or 0
  a.state = 'z'
  touch(a)
  call('HSET', info(a), 'n', a.last, 'absent', absent, 'by', by, 'paused', 0)
  local round = tonumber(call('HGET', info(a), 'round') or 0)
  append(entry('Z', id) .. pack('>I4I8BBI2', a.last, now, by, absent, round) .. a.hash)
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

-- Z: archived, terms. {NOTDUE, milliseconds}
ops.Z = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  if a.state == 'z' then return standing(a, SEALED) end
  if a.last < unpack_('>I4', op, p) then return MISSING end
  local t, due = read_terms(op, p + 4)
  if a.state == 'w' then
    if outdated(a, t) or t.open then return {NOTDUE, 1000} end
    due = over(hard_end(t), t.grace)
  else
    settle(a, t)
    due = over(a.deadline, a.grace)
  end
  if a.state == 'p' then return {NOTDUE, 1000} end
  if now <= due then return {NOTDUE, due - now + 1} end
  return close(a, id, 0)
end

-- F: archived, round, by. An order from before a reopening is over: a node that
-- is behind may still carry it here.
ops.F = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  if a.state == 'z' then return standing(a, SEALED) end
  local archived, round, q = unpack_('>I4I2', op, p)
  if tonumber(call('HGET', info(a), 'round') or 0) > round then return standing(a, OK) end
  if a.last < archived then return MISSING end
  return close(a, id, op:byte(q))
end

-- N: round, terms. A seal of an earlier round is undone.
ops.N = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  local round, q = unpack_('>I2', op, p)
  local h = call('HMGET', info(a), 'started', 'round', 'absent')
  if a.state ~= 'z' or round <= tonumber(h[2] or 0) then return standing(a, OK) end
  local t = read_terms(op, q)
  local deadline, stands = deadline_of(t, tonumber(h[1] or 0))
  if h[3] == '1' then
    if not t.open and now >= hard_end(t) then return OVER end
    a.state, deadline, stands = 'w', 0, 0
  else
    if stands == 0 and now >= deadline then return OVER end
    a.state = stands > 0 and 'p' or 'r'
  end
  a.deadline, a.grace, a.expires = deadline, t.grace, false
  touch(a)
  for _, k in ipairs({'a:', 'i:', 'v:', 'd:'}) do call('PERSIST', PRE .. k .. id) end
  call('HSET', info(a), 'paused', stands, 'round', round, 'n', 0, 'absent', 0, 'by', 0, 'rev', t.rev)
  append(entry('N', id) .. pack('>I8I8BI2', now, deadline, stands > 0 and 1 or 0, round))
  return standing(a, OK)
end

-- G: rev. Nobody holds the attempt any more: an epoch of no device.
ops.G = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  local rev = unpack_('>I8', op, p)
  if a.state ~= 'z' and rev > tonumber(call('HGET', info(a), 'freed') or 0) then
    a.epoch = a.epoch + 1
    touch(a)
    call('HSET', info(a), 'device', '', 'machine', '', 'claim', '', 'freed', rev)
    append(entry('H', id) .. pack('>I4I8B', a.epoch, now, 0))
  end
  return standing(a, OK)
end

-- E: nothing
ops.E = function(_, _, id)
  local a = attempt(id)
  if a and a.state == 'z' then
    a.expires = true
    touch(a)
  end
  return OK
end

-- V: epoch, focus lost, tell. OK alone, or {OK, standing …} if told to, and
-- once sealed: it is asked for ten thousand times a second, and rarely said.
ops.V = function(op, p, id)
  local a = attempt(id)
  if not a then return MISSING end
  local epoch, lost, tell = unpack_('>I4BB', op, p)
  if epoch > a.epoch then return REWOUND end
  if epoch < a.epoch then return REPLACED end
  if a.state ~= 'z' then
    a.seen, a.lost = now, lost
    touch(a)
    if tell == 0 then return OK end
  end
  return standing(a, OK)
end

-- K: nothing. {OK, standing …, answered, seen, focus lost, machine}
ops.K = function(_, _, id)
  local a = attempt(id)
  if not a then return MISSING end
  local answered, values = 0, values_of(a)
  for i = 1, #values, 2 do
    -- flag:, track: and play: are no answers
    if values[i + 1] ~= '' and not values[i]:find(':', 1, true) then answered = answered + 1 end
  end
  local r = standing(a, OK)
  r[14], r[15], r[16], r[17] = answered, a.seen, a.lost, call('HGET', info(a), 'machine') or ''
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
  return p
end

-- R: incarnation, state, epoch, last, hash, device, machine, started, deadline,
-- grace, n, absent, by, round, digests, values, terms. Creates what is absent
-- and lifts what is behind; never touches what is newer: a later round, more
-- events in the same round, a seal of the same events. What has begun gets the
-- deadline of the terms, unless their rev is 0: nobody knows the sitting.
ops.R = function(op, p, id)
  local inc, state, epoch, last, hash, device, machine, started, deadline, grace, n, absent, by, round, digests, q =
    unpack_('>Bc0c1I4I4c32Bc0Bc0I8I8I8I4BBI2I4c0', op, p)
  if call('HGET', UP, 'inc') ~= inc then return OLDLIFE end
  local a = attempt(id)
  local known = a and tonumber(call('HGET', info(a), 'round') or 0) or -1
  -- A replica that took over may lack the start.
  local begins = known == round and a.state == 'w' and state == 'r' and a.last <= last
  if known > round or known == round and not begins and
     (a.last > last or a.last == last and (state ~= 'z' or a.state == 'z')) then return standing(a, OK) end
  if known == round then
    a.last, a.hash, a.epoch = last, hash, math.max(epoch, a.epoch)
    if state == 'z' then
      a.state = 'z'
      call('HSET', info(a), 'n', n, 'absent', absent, 'by', by, 'paused', 0)
    elseif begins then
      a.state, a.deadline, a.grace = 'r', deadline, grace
      call('HSET', info(a), 'started', started, 'paused', 0)
    end
  else
    a = a or {id = id, epoch = 0, touched = false}
    cache[id] = a
    a.state, a.epoch, a.barred, a.deadline, a.grace, a.last, a.seen, a.lost, a.hash =
      state, math.max(epoch, a.epoch), 0, deadline, grace, last, now, 0, hash
    call('HSET', info(a), 'device', device, 'machine', machine, 'claim', '', 'started', started, 'n', n, 'absent', absent,
      'by', by, 'round', round, 'paused', 0, 'kept', 0)
  end
  a.held, a.tail, a.expires = 0, '', a.state == 'z'
  touch(a)
  call('SET', PRE .. 'd:' .. id, digests)
  q = restore_values(op, q, id)
  if a.state ~= 'z' then call('PERSIST', info(a)) end
  local t = read_terms(op, q)
  if t.rev > 0 then settle(a, t) end
  return standing(a, OK)
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

local starts, kinds, names, ends = {}, {}, {}, {}
do
  local pos, ids, keys = 1, {}, {}
  while pos <= #OPS do
    local i = #starts + 1
    local length, kind, id, p = unpack_('>I4c1Bc0', OPS, pos)
    starts[i], kinds[i], names[i], ends[i] = pos, kind, id, p
    pos = pos + 4 + length
    if kind ~= 'T' and kind ~= 'Q' and cache[id] == nil then
      cache[id] = false
      ids[#ids + 1] = id
      keys[#keys + 1] = PRE .. 'a:' .. id
    end
  end
  starts[#starts + 1] = pos
  local cores = #keys > 0 and call('MGET', unpack(keys)) or {}
  for i = 1, #ids do cache[ids[i]] = cores[i] end
end

local out, plain = {now, ''}, true
for i = 1, #kinds do
  local kind, id, r = kinds[i], names[i], nil
  frame, after = starts[i], starts[i + 1]
  if kind == 'A' then
    local core = cache[id]
    if type(core) == 'string' and quick(id, core, ends[i]) then
      r = OK
    else
      local a = attempt(id)
      if a then r = answer(a, ends[i]) else r = MISSING end
    end
  else
    r = ops[kind](sub(OPS, frame + 4, after - 1), 3 + #id, id)
  end
  if kind ~= 'A' or r ~= OK then cut() end
  if r ~= OK then plain = false end
  out[i + 2] = r
end
save()
local log = OPS
if run > 1 then
  pieces[#pieces + 1] = sub(OPS, run)
  log = table.concat(pieces)
end
if log ~= '' then
  out[2] = call('XADD', LOG, '*', 'b', log)
else
  local newest = call('XREVRANGE', LOG, '+', '-', 'COUNT', 1)[1]
  out[2] = newest and newest[1] or (call('HGET', UP, 'drained') or '0-0')
end
if plain then return {out[1], out[2]} end
return out
