//! The rate limit as Redis computes it: the same as `RateLimit`, which a test compares
//! with it step by step.

use std::time::Duration;

use redis::Value;

use super::script::Script;
use crate::client::shared::handover::{Entry, Known};
use crate::client::shared::rate_limit::{
    Claim, GRAIN, HOLD, MAX_PAUSE, Micros, Rate, Slot, Ticket, micros,
};

/// The time after which an unused rate limit expires. It is longer than any pause.
const TIME_TO_LIVE: Duration = Duration::from_secs(600);

/// The beginning of both scripts: reads the 18 arguments and the state. All times are in
/// microseconds, except for the time to live, in milliseconds.
///
/// The times of the state are those of a clock that is never moved: `offset` is its
/// difference to the clock of Redis, and `at` its time at the last change. A clock of
/// Redis that is behind was put back. It was put forward if the last change seems to be
/// longer ago than one of this process, `since`. `id` is the time at which this state
/// began: a process that knows another id finds that Redis has lost the state.
macro_rules! common {
    () => {
        "\
local number = {}
for index, text in ipairs(ARGV) do number[index] = tonumber(text) end
local limit, hold, grain, max_pause = number[1], number[2], number[3], number[4]
local ttl, since = number[5], number[6]
local interval, burst, tolerance, longest_wait, horizon, longest_debt = unpack(number, 7, 12)
local function go_evenly()
  interval, burst, tolerance, longest_wait, horizon, longest_debt = unpack(number, 13, 18)
end
local function field(name)
  local value = tonumber(redis.call('HGET', KEYS[1], name) or '') or 0
  return value == value and value or 0
end
local next, queue, shift = field('next'), field('queue'), field('shift')
local paused, refusals, even_until = field('paused'), field('refusals'), field('even_until')
local id, at, offset = field('id'), field('at'), field('offset')
local steps = {}
local stored = redis.call('HGET', KEYS[1], 'log') or ''
for step, count in string.gmatch(stored, '(%d+):(%d+)') do
  steps[#steps + 1] = {tonumber(step), tonumber(count)}
end
local time = redis.call('TIME')
local clock = time[1] * 1000000 + time[2]
local now = clock + offset
if now < at then now = at
elseif at > 0 and since >= 0 and now - at > since + 1000000 then now = at + since end
if now < 0 or now > 2 ^ 52 then now = clock end
offset = now - clock
local last = #steps > 0 and steps[#steps][1] * grain or 0
if math.max(next, queue, last) > now + horizon or paused > now + max_pause
  or even_until > now + hold then
  next, queue, shift, paused, refusals, even_until, steps, id = 0, 0, 0, 0, 0, 0, {}, 0
end
if now < even_until then go_evenly()
elseif even_until > 0 then next, even_until = next + tolerance, 0 end
local is_new = id == 0
if is_new then id = clock end
local function text(value) return string.format('%.0f', value) end
local function store()
  local parts = {}
  for index, step in ipairs(steps) do
    parts[index] = string.format('%.0f:%.0f', step[1], step[2])
  end
  redis.call('HSET', KEYS[1], 'next', text(next), 'queue', text(queue), 'shift', text(shift),
    'paused', text(paused), 'refusals', text(refusals), 'even_until', text(even_until),
    'log', table.concat(parts, ' '), 'id', text(id), 'at', text(now), 'offset', text(offset))
  local ahead = math.max(next, queue, now) - now
  redis.call('PEXPIRE', KEYS[1], text(ttl + math.ceil(ahead / 1000)))
end
"
    };
}

/// Does what `RateLimit::reserve` does. Further arguments: login, single or batch; the
/// maximum wait; slot and shift of the ticket, or -1; the wait of the lead, or -1; the
/// calls of the lead, as `age:count`; the id that the process knows, or -1. Returns 0, the
/// wait and the id if the wait is too long; 1, the wait for a slot and the id; 2, the wait,
/// the id and a ticket; or 3 if the id is another one.
const RESERVE_CODE: &str = concat!(
    common!(),
    "\
local class, max_wait = ARGV[19], number[20]
local ticket_slot, ticket_shift, lead, known = number[21], number[22], number[23], number[25]
if known >= 0 and known ~= id then return {3} end
local function too_late(slot)
  if not is_new then redis.call('HSET', KEYS[1], 'at', text(now), 'offset', text(offset)) end
  return {0, slot - now, id}
end
local function release(step) return (step + 1) * grain + hold end
local function forget()
  local kept = {}
  for _, step in ipairs(steps) do
    if release(step[1]) > now then kept[#kept + 1] = step end
  end
  steps = kept
end
local function record(at, count)
  local step, index = math.floor(at / grain), #steps
  while index > 0 and steps[index][1] > step do index = index - 1 end
  if index > 0 and steps[index][1] == step then
    steps[index][2] = steps[index][2] + count
  else
    table.insert(steps, index + 1, {step, count})
  end
end
local function free_at(at)
  local excess = 1 - limit
  for _, step in ipairs(steps) do excess = excess + step[2] end
  for _, step in ipairs(steps) do
    if excess <= 0 then break end
    excess = excess - step[2]
    at = math.max(at, release(step[1]))
  end
  return at
end
local function pace(at)
  local used, oldest = 0, nil
  for _, step in ipairs(steps) do
    if release(step[1]) > at then
      used, oldest = used + step[2], oldest or release(step[1])
    end
  end
  if used < burst then return interval end
  return math.max(interval, math.floor((oldest - at) / math.max(limit - used, 1)))
end
local function take(slot)
  record(slot, 1)
  queue = math.min(math.max(queue, now) + interval, math.max(queue, now + horizon))
  shift = shift + interval
end
forget()
if lead >= 0 then
  if even_until == 0 then next = next - tolerance end
  even_until = now + hold
  go_evenly()
  next, queue = math.max(next, now + lead), math.max(queue, now + lead)
  for age, count in string.gmatch(ARGV[24], '(%d+):(%d+)') do
    record(now - tonumber(age), tonumber(count))
  end
  forget()
end
max_wait = math.min(max_wait, longest_wait)
if class == 'login' then
  local after = math.max(next, now) + interval
  if after <= now + longest_debt then
    next = after
    take(now)
  end
  store()
  return {1, 0, id}
end
if class == 'single' then
  local slot = free_at(math.max(now, next - tolerance))
  if slot - now > max_wait then return too_late(slot) end
  next = math.max(next, slot) + pace(slot)
  take(slot)
  store()
  return {1, slot - now, id}
end
if ticket_shift > shift or ticket_slot > now + horizon then ticket_slot = -1 end
local is_first = ticket_slot < 0
if is_first then ticket_slot, ticket_shift = math.max(queue, now), shift end
local slot = ticket_slot + shift - ticket_shift
if slot <= now then slot = free_at(now) end
if slot - now > max_wait then return too_late(slot) end
if is_first then queue = ticket_slot + interval end
if slot <= now then record(now, 1) end
store()
if slot > now then return {2, slot - now, id, ticket_slot, ticket_shift} end
return {1, 0, id}"
);

/// Does what `RateLimit::back_off` does. Further argument: the pause that the platform
/// requests; negative if it requests none.
const BACK_OFF_CODE: &str = concat!(
    common!(),
    "\
local asked, before = number[19], math.max(paused, now)
if now >= paused then
  if now - paused > 2 * max_pause then refusals = 1 else refusals = refusals + 1 end
  local pause = asked
  if pause < 0 then pause = 1000000 * 2 ^ (math.min(refusals, 7) - 1) end
  paused = now + math.min(pause, max_pause)
elseif asked >= 0 then
  paused = math.max(paused, now + math.min(asked, max_pause))
end
next = math.max(next, paused + tolerance)
local longer = math.max(paused - before, 0)
queue = math.min(math.max(queue, now) + longer, math.max(queue, now + horizon))
shift = shift + longer
store()"
);

pub(super) static RESERVE: Script = Script::new(RESERVE_CODE);
pub(super) static BACK_OFF: Script = Script::new(BACK_OFF_CODE);

/// What the script to reserve a slot returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reserved {
    /// A slot, of the rate limit with this id.
    Slot(Slot, Micros),
    /// The rate limit is not the one that the process knows. Nothing is reserved.
    Lost,
}

fn common(rate: Rate, known: Option<Known>) -> Vec<String> {
    let time_to_live = Micros::try_from(TIME_TO_LIVE.as_millis()).unwrap_or_default();
    let age = known.map_or(-1, |known| micros(known.age));
    let mut numbers = vec![rate.limit, HOLD, GRAIN, MAX_PAUSE, time_to_live, age];
    for rate in [rate, rate.evenly()] {
        numbers.extend([
            rate.interval,
            rate.burst,
            rate.tolerance(),
            rate.longest_wait(),
            rate.horizon(),
            rate.longest_debt(),
        ]);
    }
    numbers.iter().map(ToString::to_string).collect()
}

pub(super) fn reserve_arguments(rate: Rate, max_wait: Duration, entry: &Entry) -> Vec<String> {
    let Entry { claim, lead, known } = entry;
    let (class, ticket) = match claim {
        Claim::Login => ("login", None),
        Claim::Single => ("single", None),
        Claim::Batch(ticket) => ("batch", *ticket),
    };
    let (slot, shift) = ticket.map_or((-1, -1), |ticket| (ticket.slot, ticket.shift));
    let calls = lead.iter().flat_map(|lead| &lead.calls);
    let calls: Vec<_> = calls
        .map(|(age, count)| format!("{}:{count}", micros(*age)))
        .collect();
    let wait = lead.as_ref().map_or(-1, |lead| micros(lead.wait));
    let mut arguments = common(rate, *known);
    arguments.extend([
        class.to_owned(),
        micros(max_wait).to_string(),
        slot.to_string(),
        shift.to_string(),
        wait.to_string(),
        calls.join(" "),
        known.map_or(-1, |known| known.id).to_string(),
    ]);
    arguments
}

pub(super) fn back_off_arguments(rate: Rate, retry_after: Option<Duration>) -> Vec<String> {
    let mut arguments = common(rate, None);
    arguments.push(retry_after.map_or(-1, micros).to_string());
    arguments
}

/// Converts what the script returns; `None` if it is nothing that the script returns.
pub(super) fn read(value: &Value) -> Option<Reserved> {
    let Value::Array(numbers) = value else {
        return None;
    };
    let number = |index: usize| match numbers.get(index) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    };
    let kind = number(0)?;
    if kind == 3 {
        return Some(Reserved::Lost);
    }
    let wait = Duration::from_micros(u64::try_from(number(1)?).ok()?);
    let slot = match kind {
        0 => Slot::NotWithin(wait),
        1 => Slot::In(wait),
        2 => {
            let (slot, shift) = (number(3)?, number(4)?);
            Slot::Queued(wait, Ticket { slot, shift })
        }
        _ => return None,
    };
    Some(Reserved::Slot(slot, number(2)?))
}

#[cfg(test)]
#[path = "rate_limit_script_tests.rs"]
mod tests;
