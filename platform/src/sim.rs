//! Simulation of the devices of an upgrade task, computed instead of stored.
//!
//! The progress of a device is a pure function of the key of the plan and the
//! index of the device. So a task with millions of devices takes no memory,
//! returns any page quickly, and gives every caller the same results.

use serde::{Deserialize, Serialize};

/// Devices start one after another over this many seconds.
const RAMP: u64 = 20 * 60;
/// With fewer devices than this, the ramp is proportionally shorter.
const RAMP_DEVICES: u64 = 250;
/// Failures per 1,000 attempts.
const FAILING: u64 = 70;
/// Devices per 1,000 that an operator stops.
const STOPPED: u64 = 5;
/// Successes per 1,000 that are slow because of a bad link.
const SLUGGISH: u64 = 100;
/// Successes per 1,000 retries.
const HEALING: u64 = 500;
/// Pause before a retry, in seconds.
const RETRY_PAUSE: i64 = 60;

/// The state of one device within a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Wait,
    Processing,
    Fail,
    Success,
    Stop,
}

/// Number of devices in each [`Status`], by its discriminant.
pub(crate) type Counts = [u32; 5];

/// A cause of a failed upgrade.
#[derive(Debug)]
pub(crate) struct FailureCause {
    /// Its position in [`CAUSES`].
    number: usize,
    /// The text in `detailInfo`.
    pub(crate) text: &'static str,
    /// Share of this cause, per 100 failures.
    weight: u64,
    /// Seconds until the failure is known, minimum and maximum.
    after: (u64, u64),
    /// True if a retry may succeed.
    passing: bool,
    /// True if the device has reported its version before the failure.
    pub(crate) reported: bool,
}

const CAUSES: [FailureCause; 9] = number([
    cause("Device Abnormal is not online", 34, (5, 15), true, false),
    cause(
        "Waiting for the device online timeout",
        22,
        (600, 600),
        true,
        false,
    ),
    cause(
        "Waiting for report device firmware version timeout",
        14,
        (480, 600),
        true,
        false,
    ),
    cause(
        "Waiting for device downloaded package timeout",
        11,
        (540, 600),
        true,
        true,
    ),
    cause("Task Conflict", 8, (1, 3), false, false),
    cause("Firmware update failed", 5, (180, 360), true, true),
    cause(
        "Integrity check failure for new downloaded package",
        3,
        (120, 300),
        true,
        true,
    ),
    cause(
        "Not enough storage for the new firmware package",
        2,
        (30, 90),
        false,
        true,
    ),
    cause("Invalid URI", 1, (10, 30), false, true),
]);

const fn cause(
    text: &'static str,
    weight: u64,
    after: (u64, u64),
    passing: bool,
    reported: bool,
) -> FailureCause {
    FailureCause {
        number: 0,
        text,
        weight,
        after,
        passing,
        reported,
    }
}

const fn number<const N: usize>(mut causes: [FailureCause; N]) -> [FailureCause; N] {
    let mut at = 0;
    while at < N {
        causes[at].number = at;
        at += 1;
    }
    causes
}

/// The plan of one task.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UpgradePlan {
    /// Seed of this task; see [`mix`].
    pub(crate) key: u64,
    /// Number of devices.
    pub(crate) devices: u32,
    /// The simulated second in which the first device may start.
    pub(crate) begin: i64,
    /// The last second in which a device may start, for tasks with a deadline.
    pub(crate) end: Option<i64>,
    /// Number of retries of a failed attempt.
    pub(crate) retries: u8,
}

/// The progress of one device in a task, in simulated seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DeviceProgress {
    /// The start; `None` if the task ended before.
    pub(crate) start: Option<i64>,
    /// The end.
    pub(crate) stop: i64,
    /// The final status.
    pub(crate) outcome: Status,
    /// The cause, if it failed.
    pub(crate) cause: Option<&'static FailureCause>,
}

impl DeviceProgress {
    /// Returns the status of the device at this second.
    pub(crate) fn status(&self, now: i64) -> Status {
        if now >= self.stop {
            self.outcome
        } else if self.start.is_some_and(|start| now >= start) {
            Status::Processing
        } else {
            Status::Wait
        }
    }
}

impl UpgradePlan {
    /// Computes the progress of one device.
    pub(crate) fn progress(&self, index: u32) -> DeviceProgress {
        let mut random = Random(mix(self.key, u64::from(index)));
        let ramp = RAMP * u64::from(self.devices).min(RAMP_DEVICES) / RAMP_DEVICES;
        let start = self.begin + random.between((0, ramp));
        if let Some(end) = self.end.filter(|end| start > *end) {
            return DeviceProgress {
                start: None,
                stop: end,
                outcome: Status::Stop,
                cause: None,
            };
        }
        if random.chance(STOPPED) {
            return DeviceProgress {
                start: Some(start),
                stop: start + random.between((30, 90)),
                outcome: Status::Stop,
                cause: None,
            };
        }
        let (took, cause) = if random.chance(FAILING) {
            self.failure(&mut random)
        } else {
            (random.success(), None)
        };
        DeviceProgress {
            start: Some(start),
            stop: start + took,
            outcome: cause.map_or(Status::Success, |_| Status::Fail),
            cause,
        }
    }

    /// Computes the duration of a failed first attempt with its retries, and the
    /// cause if no retry succeeds.
    fn failure(&self, random: &mut Random) -> (i64, Option<&'static FailureCause>) {
        let cause = random.cause();
        let mut took = random.between(cause.after);
        if cause.passing {
            for _ in 0..self.retries {
                took += RETRY_PAUSE;
                if random.chance(HEALING) {
                    return (took + random.success(), None);
                }
                took += random.between(cause.after);
            }
        }
        (took, Some(cause))
    }
}

/// Devices per block of a [`StatusSnapshot`].
const BLOCK: u32 = 4096;

/// The status of all devices of a plan at one second.
///
/// It counts per block of devices. So a page of the devices in one status reads
/// one or two blocks, and not all devices before the page.
#[derive(Debug)]
pub(crate) struct StatusSnapshot {
    plan: UpgradePlan,
    at: i64,
    blocks: Vec<Counts>,
    pub(crate) counts: Counts,
    /// Number of failed devices for each of [`CAUSES`].
    causes: [u32; CAUSES.len()],
    /// The start of the first device, if one has started.
    pub(crate) started: Option<i64>,
    /// The end of the last device, if all have ended.
    pub(crate) ended: Option<i64>,
}

impl StatusSnapshot {
    pub(crate) fn take(plan: UpgradePlan, at: i64) -> Self {
        let mut blocks = Vec::new();
        let mut counts = [0; 5];
        let mut causes = [0; CAUSES.len()];
        let (mut first, mut last) = (i64::MAX, plan.begin);
        let mut from = 0;
        while from < plan.devices {
            let to = plan.devices.min(from.saturating_add(BLOCK));
            let mut block = [0; 5];
            for index in from..to {
                let progress = plan.progress(index);
                let status = progress.status(at);
                block[status as usize] += 1;
                if let Some(cause) = progress.cause.filter(|_| status == Status::Fail) {
                    causes[cause.number] += 1;
                }
                first = first.min(progress.start.unwrap_or(i64::MAX));
                last = last.max(progress.stop);
            }
            for (sum, part) in counts.iter_mut().zip(block) {
                *sum += part;
            }
            blocks.push(block);
            from = to;
        }
        Self {
            plan,
            at,
            blocks,
            counts,
            causes,
            started: (first <= at).then_some(first),
            ended: (last <= at).then_some(last),
        }
    }

    /// Returns true if it is valid at this second: nothing changes after the end.
    pub(crate) fn holds_at(&self, now: i64) -> bool {
        now == self.at || (self.ended.is_some() && now > self.at)
    }

    /// Returns the number of devices in this status.
    pub(crate) fn count(&self, status: Status) -> u32 {
        self.counts[status as usize]
    }

    /// Returns the causes of the failures with the number of devices, most frequent first.
    pub(crate) fn causes(&self) -> Vec<(&'static str, u32)> {
        let texts = CAUSES.iter().map(|cause| cause.text);
        let mut causes: Vec<_> = texts.zip(self.causes).collect();
        causes.retain(|(_, devices)| *devices > 0);
        causes.sort_by_key(|(_, devices)| std::cmp::Reverse(*devices));
        causes
    }

    /// Returns at most `limit` devices in this status, after the first `skip`.
    pub(crate) fn page(&self, status: Status, skip: u64, limit: usize) -> Vec<u32> {
        let mut skip = skip;
        let mut page = Vec::with_capacity(limit.min(100));
        for (from, block) in (0..).step_by(BLOCK as usize).zip(&self.blocks) {
            let inside = u64::from(block[status as usize]);
            if page.len() == limit {
                break;
            }
            if inside <= skip {
                skip -= inside;
                continue;
            }
            let to = self.plan.devices.min(BLOCK.saturating_add(from));
            let rows =
                (from..to).filter(|index| self.plan.progress(*index).status(self.at) == status);
            let room = limit - page.len();
            page.extend(
                rows.skip(usize::try_from(skip).unwrap_or(usize::MAX))
                    .take(room),
            );
            skip = 0;
        }
        page
    }
}

/// A deterministic pseudorandom sequence (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scramble(self.0)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn between(&mut self, (low, high): (u64, u64)) -> i64 {
        let seconds = low + self.below(high - low + 1);
        i64::try_from(seconds).unwrap_or(i64::MAX)
    }

    fn chance(&mut self, of_1000: u64) -> bool {
        self.below(1000) < of_1000
    }

    /// Draws the seconds of a successful upgrade.
    fn success(&mut self) -> i64 {
        if self.chance(SLUGGISH) {
            self.between((420, 600))
        } else {
            self.between((120, 420))
        }
    }

    fn cause(&mut self) -> &'static FailureCause {
        let mut left = self.below(CAUSES.iter().map(|cause| cause.weight).sum());
        for cause in &CAUSES {
            match left.checked_sub(cause.weight) {
                Some(rest) => left = rest,
                None => return cause,
            }
        }
        &CAUSES[0]
    }
}

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

const fn scramble(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Hashes two numbers into one.
pub(crate) const fn mix(one: u64, other: u64) -> u64 {
    scramble(scramble(one.wrapping_add(STEP)) ^ other.wrapping_mul(STEP))
}

/// Hashes a seed and a name into one number.
pub(crate) fn mix_name(seed: u64, name: &str) -> u64 {
    name.bytes().fold(seed, |key, byte| mix(key, byte.into()))
}

#[cfg(test)]
#[path = "sim_tests.rs"]
mod tests;
