//! The scripts that Redis runs.

use std::sync::OnceLock;

use redis::aio::ConnectionLike;
use redis::{ErrorKind, RedisResult, ServerErrorKind, Value, cmd};
use sha1::{Digest, Sha1};

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

pub(super) static TAKE_LEASE: Script = Script::new(TAKE_LEASE_CODE);
pub(super) static RENEW_LEASE: Script = Script::new(RENEW_LEASE_CODE);
pub(super) static END_LEASE: Script = Script::new(END_LEASE_CODE);

impl Script {
    pub(super) const fn new(code: &'static str) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_that_redis_computes() {
        let script = Script::new("return 1");
        assert_eq!(script.hash(), "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
    }
}
