//! A command to a device, and its simulated timeline.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::clock::stamp;
use crate::sim::mix;

/// Default seconds for which a command waits for its device: two days.
pub(crate) const DEFAULT_EXPIRY: i64 = 48 * 3600;
/// Maximum seconds until a sleeping device wakes up.
const WAKES_WITHIN: u64 = 30;
/// Commands per 100 that the device refuses, and that it never responds to.
const REFUSED: u64 = 4;
const WITHOUT_RESPONSE: u64 = 3;
/// Seconds after which a command without a response has timed out.
const RESPONSE_TIMEOUT: i64 = 60;

/// The state of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Phase {
    Pending,
    Expired,
    Canceled,
    Sent,
    Delivered,
    Successful,
    Failed,
    Timeout,
}

/// A command; times are simulated seconds since 1970.
#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) id: String,
    pub(crate) app: String,
    pub(crate) device: String,
    pub(crate) command: Value,
    pub(crate) callback: Option<String>,
    pub(crate) expire: i64,
    pub(crate) max_retransmit: i64,
    pub(crate) created: i64,
    /// All states with their times, in order; the first one begins with the command.
    pub(crate) timeline: Vec<(i64, Phase)>,
}

/// Computes the states of a command whose device is online from `awake` on.
pub(crate) fn timeline(key: u64, created: i64, expire: i64, awake: i64) -> Vec<(i64, Phase)> {
    let random = |salt: u64, below: u64| mix(key, salt) % below;
    let seconds = |salt: u64, below: u64| i64::try_from(random(salt, below)).unwrap_or_default();
    let immediate = expire == 0;
    let mut states = Vec::with_capacity(4);
    let sent = match immediate {
        true => created,
        false => {
            states.push((created, Phase::Pending));
            awake.max(created + 1 + seconds(1, WAKES_WITHIN))
        }
    };
    if !immediate && sent > created.saturating_add(expire) {
        states.push((created.saturating_add(expire), Phase::Expired));
        return states;
    }
    states.push((sent, Phase::Sent));
    // An immediate command does not wait for an offline device.
    if immediate && awake > created {
        states.push((sent + RESPONSE_TIMEOUT, Phase::Timeout));
        return states;
    }
    let delivered = sent + 1 + seconds(2, 4);
    states.push((delivered, Phase::Delivered));
    states.push(match random(3, 100) {
        outcome if outcome < REFUSED => (delivered + 1 + seconds(4, 8), Phase::Failed),
        outcome if outcome < REFUSED + WITHOUT_RESPONSE => {
            (delivered + RESPONSE_TIMEOUT, Phase::Timeout)
        }
        _ => (delivered + 1 + seconds(4, 8), Phase::Successful),
    });
    states
}

impl Command {
    pub(crate) fn phase(&self, now: i64) -> Phase {
        let past = self.timeline.iter().rev().find(|(at, _)| *at <= now);
        past.map_or(Phase::Pending, |(_, phase)| *phase)
    }

    /// Returns true if it is in its final state.
    pub(crate) fn is_over(&self, now: i64) -> bool {
        self.timeline.last().is_none_or(|(at, _)| *at <= now)
    }

    /// Cancels it; returns false if it is in its final state.
    pub(crate) fn cancel(&mut self, now: i64) -> bool {
        if self.is_over(now) {
            return false;
        }
        self.timeline.retain(|(at, _)| *at <= now);
        self.timeline.push((now, Phase::Canceled));
        true
    }

    fn time(&self, wanted: &[Phase], now: i64) -> Option<String> {
        let mut past = self.timeline.iter().filter(|(at, _)| *at <= now);
        let (at, _) = past.find(|(_, phase)| wanted.contains(phase))?;
        Some(stamp(*at))
    }

    /// Builds a `DeviceCommandRespV4`.
    pub(crate) fn json(&self, now: i64) -> Value {
        let phase = self.phase(now);
        let issued = self.time(&[Phase::Sent], now);
        json!({
            "commandId": self.id,
            "appId": self.app,
            "deviceId": self.device,
            "command": self.command,
            "callbackUrl": self.callback,
            "expireTime": self.expire,
            "status": phase,
            "result": self.result(phase),
            "creationTime": stamp(self.created),
            "executeTime": self.time(&[Phase::Successful, Phase::Failed], now),
            "platformIssuedTime": issued,
            "deliveredTime": self.time(&[Phase::Delivered], now),
            "issuedTimes": i32::from(issued.is_some()),
            "maxRetransmit": self.max_retransmit,
        })
    }

    /// Builds a `NotifyNBCommandStatusChangedDTO`, which has no `notifyType`.
    pub(crate) fn callback_body(&self, phase: Phase) -> Value {
        json!({
            "deviceId": self.device,
            "commandId": self.id,
            "result": { "resultCode": phase, "resultDetail": detail(phase) },
        })
    }

    fn result(&self, phase: Phase) -> Value {
        match phase {
            Phase::Successful | Phase::Failed | Phase::Timeout => {
                json!({ "resultCode": phase, "resultDetail": detail(phase) })
            }
            _ => Value::Null,
        }
    }
}

/// Builds the result from the device.
fn detail(phase: Phase) -> Map<String, Value> {
    let result = match phase {
        Phase::Successful => 0,
        Phase::Failed => 1,
        _ => return Map::new(),
    };
    Map::from_iter([("result".to_owned(), result.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_ends_whatever_its_key() {
        for key in 0..500 {
            let states = timeline(key, 100, DEFAULT_EXPIRY, 0);
            assert_eq!(states.first(), Some(&(100, Phase::Pending)));
            assert!(states.is_sorted_by_key(|(at, _)| *at));
            let last = states.last().map(|(_, phase)| *phase);
            assert!(matches!(
                last,
                Some(Phase::Successful | Phase::Failed | Phase::Timeout)
            ));
        }
    }

    #[test]
    fn a_sleeping_device_lets_it_expire() {
        let states = timeline(1, 100, 50, 1000);
        assert_eq!(states, [(100, Phase::Pending), (150, Phase::Expired)]);
        let states = timeline(1, 100, 0, 1000);
        assert_eq!(states, [(100, Phase::Sent), (160, Phase::Timeout)]);
    }
}
