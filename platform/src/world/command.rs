//! A command to a device, and how it fares.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::clock::stamp;
use crate::sim::mix;

/// Seconds for which a command waits for its device unless told otherwise: two days.
pub(crate) const DEFAULT_EXPIRY: i64 = 48 * 3600;
/// A sleeping device wakes within this many seconds.
const WAKES_WITHIN: u64 = 30;
/// Of 100 commands, how many the device refuses, and how many it never answers.
const REFUSED: u64 = 4;
const UNANSWERED: u64 = 3;
/// Seconds after which an unanswered command counts as timed out.
const ANSWER_TIMEOUT: i64 = 60;

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

/// A command, in simulated seconds since 1970.
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
    /// Every state it comes to, with the time, in order; the first is there
    /// from the start.
    pub(crate) timeline: Vec<(i64, Phase)>,
}

/// The story of a command whose device can be reached from `awake` on.
pub(crate) fn timeline(key: u64, created: i64, expire: i64, awake: i64) -> Vec<(i64, Phase)> {
    let draw = |salt: u64, below: u64| mix(key, salt) % below;
    let seconds = |salt: u64, below: u64| i64::try_from(draw(salt, below)).unwrap_or_default();
    let immediate = expire == 0;
    let mut story = Vec::with_capacity(4);
    let sent = match immediate {
        true => created,
        false => {
            story.push((created, Phase::Pending));
            awake.max(created + 1 + seconds(1, WAKES_WITHIN))
        }
    };
    if !immediate && sent > created.saturating_add(expire) {
        story.push((created.saturating_add(expire), Phase::Expired));
        return story;
    }
    story.push((sent, Phase::Sent));
    // An immediate command does not wait for a device that is not there.
    if immediate && awake > created {
        story.push((sent + ANSWER_TIMEOUT, Phase::Timeout));
        return story;
    }
    let delivered = sent + 1 + seconds(2, 4);
    story.push((delivered, Phase::Delivered));
    story.push(match draw(3, 100) {
        fate if fate < REFUSED => (delivered + 1 + seconds(4, 8), Phase::Failed),
        fate if fate < REFUSED + UNANSWERED => (delivered + ANSWER_TIMEOUT, Phase::Timeout),
        _ => (delivered + 1 + seconds(4, 8), Phase::Successful),
    });
    story
}

impl Command {
    pub(crate) fn phase(&self, now: i64) -> Phase {
        let come = self.timeline.iter().rev().find(|(at, _)| *at <= now);
        come.map_or(Phase::Pending, |(_, phase)| *phase)
    }

    /// Whether nothing more will happen to it.
    pub(crate) fn is_over(&self, now: i64) -> bool {
        self.timeline.last().is_none_or(|(at, _)| *at <= now)
    }

    /// Cancels it, if it is not over yet.
    pub(crate) fn cancel(&mut self, now: i64) -> bool {
        if self.is_over(now) {
            return false;
        }
        self.timeline.retain(|(at, _)| *at <= now);
        self.timeline.push((now, Phase::Canceled));
        true
    }

    fn time(&self, wanted: &[Phase], now: i64) -> Option<String> {
        let mut come = self.timeline.iter().filter(|(at, _)| *at <= now);
        let (at, _) = come.find(|(_, phase)| wanted.contains(phase))?;
        Some(stamp(*at))
    }

    /// `DeviceCommandRespV4`.
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

    /// `NotifyNBCommandStatusChangedDTO`, which has no `notifyType`.
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

/// What the device said.
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
            let story = timeline(key, 100, DEFAULT_EXPIRY, 0);
            assert_eq!(story.first(), Some(&(100, Phase::Pending)));
            assert!(story.is_sorted_by_key(|(at, _)| *at));
            let last = story.last().map(|(_, phase)| *phase);
            assert!(matches!(
                last,
                Some(Phase::Successful | Phase::Failed | Phase::Timeout)
            ));
        }
    }

    #[test]
    fn a_sleeping_device_lets_it_expire() {
        let story = timeline(1, 100, 50, 1000);
        assert_eq!(story, [(100, Phase::Pending), (150, Phase::Expired)]);
        let story = timeline(1, 100, 0, 1000);
        assert_eq!(story, [(100, Phase::Sent), (160, Phase::Timeout)]);
    }
}
