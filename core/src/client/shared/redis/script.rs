//! The scripts that Redis runs.

use std::sync::OnceLock;

use redis::aio::ConnectionLike;
use redis::{ErrorKind, RedisResult, ServerErrorKind, Value, cmd};
use sha1::{Digest, Sha1};

/// Reads a rate limit, and defines how it is stored. The first three arguments: the
/// horizon (in microseconds), the time after which the rate limit expires (in
/// milliseconds), and the time since this process changed the rate limit (in
/// microseconds; negative if it did not).
///
/// `at` is the time of the last change. If it is in the future, the clock was put back. If
/// it is longer ago than this process's own change, the clock was put forward. All times
/// are moved with the clock. What is beyond the horizon is not believed.
macro_rules! with_rate_limit {
    ($code:literal) => {
        concat!(
            "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local longest = 60000000
local function number(name)
  local value = tonumber(redis.call('HGET', KEYS[1], name)) or 0
  return value == value and value or 0
end
local function text(number) return string.format('%.0f', number) end
local next, paused, refusals = number('next'), number('paused'), number('refusals')
local at, since = number('at'), tonumber(ARGV[3])
local moved = math.min(0, now - at)
if at > 0 and since >= 0 and now - at > since + 1000000 then moved = now - at - since end
next, paused = next + moved, paused + moved
if next > now + ARGV[1] or paused > now + longest then
  next, paused, refusals = 0, 0, 0
end
local function store()
  redis.call('HSET', KEYS[1], 'next', text(next), 'paused', text(paused),
    'refusals', refusals, 'at', text(now))
  redis.call('PEXPIRE', KEYS[1], ARGV[2] + math.ceil(math.max(0, next - now) / 1000))
end
",
            $code
        )
    };
}

/// Does what `RateLimit::reserve_after` does. Further arguments: interval, tolerance,
/// maximum wait, the lead, the longest wait, the longest debt, and the last wait of this
/// process (all in microseconds; the debt is negative if the call waits). The last wait is
/// the lead if the rate limit is lost. Returns the wait in microseconds, or the negative
/// wait if it is longer than the maximum.
const RESERVE_CODE: &str = with_rate_limit!(
    "\
local interval, tolerance = tonumber(ARGV[4]), tonumber(ARGV[5])
local lead, debt = tonumber(ARGV[7]), tonumber(ARGV[9])
if at == 0 and since >= 0 then lead = math.max(lead, tonumber(ARGV[10])) end
local first = next
if lead > 0 then first = math.max(next, now + lead + tolerance) end
local wait = math.max(0, first - tolerance - now)
if debt >= 0 then
  next = math.min(math.max(first, now) + interval, math.max(first, now + debt))
elseif wait > math.min(tonumber(ARGV[6]), tonumber(ARGV[8])) then
  store()
  return -wait
else
  next = math.max(first, now) + interval
end
store()
return wait"
);

/// Does what `RateLimit::back_off` does. Further arguments: tolerance and the pause that
/// the platform requests (both in microseconds; the pause is negative if it requests
/// none).
const BACK_OFF_CODE: &str = with_rate_limit!(
    "\
local asked = tonumber(ARGV[5])
if now >= paused then
  if now - paused > 2 * longest then refusals = 1 else refusals = refusals + 1 end
  local pause = asked
  if pause < 0 then pause = 1000000 * 2 ^ (math.min(refusals, 7) - 1) end
  paused = now + math.min(pause, longest)
elseif asked >= 0 then
  paused = math.max(paused, now + math.min(asked, longest))
end
next = math.max(next, paused + ARGV[4])
store()"
);

/// Arguments: owner, milliseconds. Returns 1 if the owner has the lease now. It may
/// have had it before, if the response to the same command was lost. A lease that ends
/// later than any lease is one from before the clock of Redis was put back.
const TAKE_LEASE_CODE: &str = "\
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0";

/// Arguments: owner, milliseconds.
const RENEW_LEASE_CODE: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end";

/// Argument: owner. Does not end the lease of another owner.
const END_LEASE_CODE: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end";

/// A script, which Redis knows by its hash once it has run it.
pub(super) struct Script {
    code: &'static str,
    hash: OnceLock<String>,
}

pub(super) static RESERVE: Script = Script::new(RESERVE_CODE);
pub(super) static BACK_OFF: Script = Script::new(BACK_OFF_CODE);
pub(super) static TAKE_LEASE: Script = Script::new(TAKE_LEASE_CODE);
pub(super) static RENEW_LEASE: Script = Script::new(RENEW_LEASE_CODE);
pub(super) static END_LEASE: Script = Script::new(END_LEASE_CODE);

impl Script {
    const fn new(code: &'static str) -> Self {
        Self {
            code,
            hash: OnceLock::new(),
        }
    }

    fn hash(&self) -> &str {
        self.hash.get_or_init(|| {
            let digits = Sha1::digest(self.code);
            digits.iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }

    /// Runs the script. Sends its code only to a server that does not know it.
    pub(super) async fn run(
        &self,
        on: &mut impl ConnectionLike,
        key: &str,
        arguments: &[&str],
    ) -> RedisResult<Value> {
        let command = |name: &str, script: &str| {
            let mut command = cmd(name);
            command.arg(script).arg(1).arg(key).arg(arguments);
            command
        };
        match command("EVALSHA", self.hash()).query_async(on).await {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                command("EVAL", self.code).query_async(on).await
            }
            other => other,
        }
    }
}
