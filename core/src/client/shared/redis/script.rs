//! The scripts that Redis runs.

use std::sync::OnceLock;

use redis::aio::ConnectionLike;
use redis::{ErrorKind, RedisResult, ServerErrorKind, Value, cmd};
use sha1::{Digest, Sha1};

/// Does what `RateLimit::reserve_after` does. Arguments: interval, tolerance, maximum
/// wait (all in microseconds), the time after which the rate limit expires (in
/// milliseconds), the lead, the longest wait, the horizon and the longest debt (in
/// microseconds; the debt is negative if the call waits). Returns the wait in
/// microseconds, or the negative wait if it is longer than the maximum.
const RESERVE_CODE: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2])
local lead, longest, horizon = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local debt = tonumber(ARGV[8])
local function number(name) return tonumber(redis.call('HGET', KEYS[1], name)) or 0 end
local next = number('next')
if next > now + horizon or number('paused') > now + 60000000 then
  next = 0
  redis.call('DEL', KEYS[1])
end
if lead > 0 then next = math.max(next, now + lead + tolerance) end
local wait = math.max(0, next - tolerance - now)
if debt >= 0 then
  next = math.min(math.max(next, now) + interval, math.max(next, now + debt))
elseif wait > math.min(tonumber(ARGV[3]), longest) then
  return -wait
else
  next = math.max(next, now) + interval
end
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', next))
redis.call('PEXPIRE', KEYS[1], ARGV[4] + math.ceil((next - now) / 1000))
return wait";

/// Does what `RateLimit::back_off` does. Arguments: tolerance and the pause that the
/// platform requests (both in microseconds; the pause is negative if it requests none),
/// the time after which the rate limit expires (in milliseconds), and the horizon (in
/// microseconds).
const BACK_OFF_CODE: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local asked, longest = tonumber(ARGV[2]), 60000000
local function number(name) return tonumber(redis.call('HGET', KEYS[1], name)) or 0 end
if number('next') > now + ARGV[4] or number('paused') > now + longest then
  redis.call('DEL', KEYS[1])
end
local paused, refusals = number('paused'), number('refusals')
if now >= paused then
  if now - paused > 2 * longest then refusals = 1 else refusals = refusals + 1 end
  local pause = asked
  if pause < 0 then pause = 1000000 * 2 ^ (math.min(refusals, 7) - 1) end
  paused = now + math.min(pause, longest)
elseif asked >= 0 then
  paused = math.max(paused, now + math.min(asked, longest))
end
local next = math.max(number('next'), paused + ARGV[1])
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', next),
  'paused', string.format('%.0f', paused), 'refusals', refusals)
redis.call('PEXPIRE', KEYS[1], ARGV[3] + math.ceil((next - now) / 1000))";

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
