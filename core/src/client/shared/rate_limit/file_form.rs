//! The form of a rate limit in a file.

use super::{CallLog, Micros, RateLimit};

/// The first bytes of the file. A file without them is replaced.
const MAGIC: &[u8; 8] = b"nbudget3";

/// The most steps of a log: those of the longest wait and of the time for which a call
/// counts, of a quota of one call per minute.
const MAX_STEPS: usize = 2048;

impl RateLimit {
    /// The size of the largest file.
    pub(crate) const MAX_SIZE: u64 = 8 * (9 + 2 * MAX_STEPS as u64);

    /// Returns the content of the file. `boot` identifies this start of the system.
    pub(crate) fn to_bytes(&self, boot: u64) -> Vec<u8> {
        let steps = self.log.steps();
        let numbers = [
            boot.cast_signed(),
            self.next,
            self.queue,
            self.shift,
            self.paused,
            self.refusals,
            self.even_until,
            i64::try_from(steps.len()).unwrap_or(i64::MAX),
        ];
        let mut content = MAGIC.to_vec();
        let numbers = numbers.into_iter();
        for number in numbers.chain(steps.flat_map(|(step, count)| [step, count])) {
            content.extend(number.to_le_bytes());
        }
        content
    }

    /// Returns `None` if the content is not a rate limit, or if it was written before the
    /// last start of the system, when the clock was a different one.
    pub(crate) fn from_bytes(content: &[u8], boot: u64) -> Option<Self> {
        let mut numbers = content.chunks_exact(8).map(|bytes| {
            let bytes = bytes.try_into().unwrap_or_default();
            i64::from_le_bytes(bytes)
        });
        let is_known =
            numbers.next()? == i64::from_le_bytes(*MAGIC) && numbers.next()? == boot.cast_signed();
        let mut rate_limit = Self {
            next: numbers.next()?,
            queue: numbers.next()?,
            shift: numbers.next()?,
            paused: numbers.next()?,
            refusals: numbers.next()?,
            even_until: numbers.next()?,
            log: CallLog::default(),
        };
        let length = usize::try_from(numbers.next()?).ok()?;
        let numbers: Vec<Micros> = numbers.take(length.min(MAX_STEPS) * 2).collect();
        let steps = numbers.chunks_exact(2).map(|step| (step[0], step[1]));
        if !is_known || steps.len() != length {
            return None;
        }
        rate_limit.log = CallLog::from_steps(steps);
        Some(rate_limit)
    }
}

/// Returns a number that identifies this start of the system.
pub(crate) fn boot() -> u64 {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let digits: String = id
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(16)
        .collect();
    u64::from_str_radix(&digits, 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_of_the_system_has_one_number() {
        assert!(boot() > 1);
        assert_eq!(boot(), boot());
    }

    #[test]
    fn what_is_written_is_read() {
        let rate_limit = RateLimit {
            next: 1,
            queue: 2,
            shift: 3,
            paused: 4,
            refusals: 5,
            even_until: 6,
            log: CallLog::from_steps([(7, 8), (9, 10)].into_iter()),
        };
        let content = rate_limit.to_bytes(11);
        assert_eq!(RateLimit::from_bytes(&content, 11), Some(rate_limit));
        assert_eq!(RateLimit::from_bytes(&content, 12), None);
        for length in 0..content.len() {
            assert_eq!(RateLimit::from_bytes(&content[..length], 11), None);
        }
    }
}
