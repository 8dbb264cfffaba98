//! Which page to ask for next.

/// Lists that move are read by pages of up to so many rows, even if the caller
/// asked for fewer: single rows cannot overlap.
const SMALLEST: u64 = 20;

/// A part of a list, as it can be asked for: the page `number` of pages of
/// `size` rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) number: u64,
    pub(crate) size: u64,
}

impl Window {
    /// The page that holds this row.
    pub(crate) fn at(row: u64, size: u64) -> Self {
        let number = row / size;
        Self { number, size }
    }

    /// The first row, counted from the beginning of the list.
    pub(crate) fn start(self) -> u64 {
        self.number.saturating_mul(self.size)
    }

    /// The first row after it.
    pub(crate) fn end(self) -> u64 {
        self.start().saturating_add(self.size)
    }

    /// The window that reaches as far as possible beyond `from`, and holds at
    /// least `overlap` rows before it.
    ///
    /// Pages of one size only begin at its multiples. But there are many sizes,
    /// and one of them begins just where it should.
    pub(crate) fn across(from: u64, overlap: u64, size: u64) -> Self {
        let largest = size.max(SMALLEST);
        let start = from.saturating_sub(overlap);
        (1..=largest)
            .map(|size| Self::at(start, size))
            .max_by_key(|window| window.end())
            .filter(|window| window.end() > from)
            .unwrap_or(Self::at(from, size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_overlap_and_get_on() {
        for (size, least) in [(1, 10), (7, 10), (20, 10), (50, 25), (100, 60)] {
            let overlap = (size / 10).max(1);
            let mut from = size;
            let mut windows = 0;
            while from < 20_000 {
                let window = Window::across(from, overlap, size);
                assert!(window.start() <= from - overlap, "{window:?} from {from}");
                assert!(window.end() > from, "{window:?} from {from}");
                assert!(window.size <= size.max(SMALLEST));
                from = window.end();
                windows += 1;
            }
            let gain = 20_000 / windows;
            assert!(gain >= least, "pages of {size} gain {gain} rows");
        }
    }

    #[test]
    fn no_window_begins_before_the_list() {
        let window = Window::across(3, 10, 100);
        assert_eq!((window.start(), window.end()), (0, 100));
    }
}
