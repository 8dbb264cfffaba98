//! What happens to the devices of a task, computed rather than stored.
//!
//! A device's fate is a pure function of the course's key and the device's
//! index. A task over millions of devices therefore costs no memory, answers
//! any page at once, and tells the same story to everyone who asks.

use serde::{Deserialize, Serialize};

/// Devices are called up one after another over this many seconds.
const RAMP: u64 = 20 * 60;
/// Below this many devices the ramp is shorter in proportion.
const RAMP_DEVICES: u64 = 250;
/// Of 1,000 attempts, how many fail.
const FAILING: u64 = 70;
/// Of 1,000 devices, how many an operator stops.
const STOPPED: u64 = 5;
/// Of 1,000 successes, how many come from a device on a bad link.
const SLUGGISH: u64 = 100;
/// Of 1,000 retries, how many succeed.
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

/// How many devices are in each [`Status`], by its discriminant.
pub(crate) type Counts = [u32; 5];

/// Why an upgrade fails.
#[derive(Debug)]
pub(crate) struct Cause {
    /// The text in `detailInfo`.
    pub(crate) text: &'static str,
    /// How often, of 100 failures.
    weight: u64,
    /// Seconds until the platform knows.
    after: (u64, u64),
    /// Whether another attempt may go better.
    passing: bool,
    /// Whether the device had reported its version by then.
    pub(crate) reported: bool,
}

const CAUSES: [Cause; 9] = [
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
];

const fn cause(
    text: &'static str,
    weight: u64,
    after: (u64, u64),
    passing: bool,
    reported: bool,
) -> Cause {
    Cause {
        text,
        weight,
        after,
        passing,
        reported,
    }
}

/// The plan of one task.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Course {
    /// Tells this task's story from all others; see [`mix`].
    pub(crate) key: u64,
    /// How many devices it is for.
    pub(crate) devices: u32,
    /// The simulated second in which the first device may be called up.
    pub(crate) begin: i64,
    /// The last such second, for tasks that have one.
    pub(crate) end: Option<i64>,
    /// How often a failed attempt is repeated.
    pub(crate) retries: u8,
}

/// One device's way through a task, in simulated seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    /// When it was called up; `None` if the task ended before.
    pub(crate) start: Option<i64>,
    /// When it came to an end.
    pub(crate) stop: i64,
    /// The end it came to.
    pub(crate) outcome: Status,
    /// The reason, if that was a failure.
    pub(crate) cause: Option<&'static Cause>,
}

impl Fate {
    /// Where the device stands at this second.
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

impl Course {
    /// What becomes of one device.
    pub(crate) fn fate(&self, index: u32) -> Fate {
        let mut draw = Draw(mix(self.key, u64::from(index)));
        let ramp = RAMP * u64::from(self.devices).min(RAMP_DEVICES) / RAMP_DEVICES;
        let start = self.begin + draw.between((0, ramp));
        if let Some(end) = self.end.filter(|end| start > *end) {
            return Fate {
                start: None,
                stop: end,
                outcome: Status::Stop,
                cause: None,
            };
        }
        if draw.chance(STOPPED) {
            return Fate {
                start: Some(start),
                stop: start + draw.between((30, 90)),
                outcome: Status::Stop,
                cause: None,
            };
        }
        let (took, cause) = if draw.chance(FAILING) {
            self.failure(&mut draw)
        } else {
            (draw.success(), None)
        };
        Fate {
            start: Some(start),
            stop: start + took,
            outcome: cause.map_or(Status::Success, |_| Status::Fail),
            cause,
        }
    }

    /// A failed first attempt and what the retries make of it.
    fn failure(&self, draw: &mut Draw) -> (i64, Option<&'static Cause>) {
        let cause = draw.cause();
        let mut took = draw.between(cause.after);
        if cause.passing {
            for _ in 0..self.retries {
                took += RETRY_PAUSE;
                if draw.chance(HEALING) {
                    return (took + draw.success(), None);
                }
                took += draw.between(cause.after);
            }
        }
        (took, Some(cause))
    }
}

/// Devices per block of a [`Census`].
const BLOCK: u32 = 4096;

/// How the devices of a course stand at one second.
///
/// Kept per block of devices, so that one page of the devices in some state
/// looks at a block or two and not at all devices before it.
#[derive(Debug)]
pub(crate) struct Census {
    course: Course,
    at: i64,
    blocks: Vec<Counts>,
    pub(crate) counts: Counts,
    /// When the first device was called up, if one was.
    pub(crate) started: Option<i64>,
    /// When the last device came to its end, if all did.
    pub(crate) ended: Option<i64>,
}

impl Census {
    pub(crate) fn take(course: Course, at: i64) -> Self {
        let mut blocks = Vec::new();
        let mut counts = [0; 5];
        let (mut first, mut last) = (i64::MAX, course.begin);
        let mut from = 0;
        while from < course.devices {
            let to = course.devices.min(from.saturating_add(BLOCK));
            let mut block = [0; 5];
            for index in from..to {
                let fate = course.fate(index);
                block[fate.status(at) as usize] += 1;
                first = first.min(fate.start.unwrap_or(i64::MAX));
                last = last.max(fate.stop);
            }
            for (sum, part) in counts.iter_mut().zip(block) {
                *sum += part;
            }
            blocks.push(block);
            from = to;
        }
        Self {
            course,
            at,
            blocks,
            counts,
            started: (first <= at).then_some(first),
            ended: (last <= at).then_some(last),
        }
    }

    /// Whether it still holds at this second: nothing moves after the end.
    pub(crate) fn holds_at(&self, now: i64) -> bool {
        now == self.at || (self.ended.is_some() && now > self.at)
    }

    /// How many devices are in this state.
    pub(crate) fn count(&self, status: Status) -> u32 {
        self.counts[status as usize]
    }

    /// The devices in this state, `skip` left out and at most `limit` of them.
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
            let to = self.course.devices.min(BLOCK.saturating_add(from));
            let rows =
                (from..to).filter(|index| self.course.fate(*index).status(self.at) == status);
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

/// A sequence of numbers that only looks random (splitmix64).
struct Draw(u64);

impl Draw {
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

    /// Seconds of an upgrade that goes well.
    fn success(&mut self) -> i64 {
        if self.chance(SLUGGISH) {
            self.between((420, 600))
        } else {
            self.between((120, 420))
        }
    }

    fn cause(&mut self) -> &'static Cause {
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

/// One number out of two, with nothing left of either to see.
pub(crate) const fn mix(one: u64, other: u64) -> u64 {
    scramble(scramble(one.wrapping_add(STEP)) ^ other.wrapping_mul(STEP))
}

/// The same for a name.
pub(crate) fn mix_name(seed: u64, name: &str) -> u64 {
    name.bytes().fold(seed, |key, byte| mix(key, byte.into()))
}

#[cfg(test)]
#[path = "sim_tests.rs"]
mod tests;
