//! The choice of the next page to request.

/// The minimum page size for lists that change. Pages of one item cannot overlap, even
/// if the caller requested that size.
const SMALLEST: u64 = 20;

/// A part of a list that can be requested: the page `number` of pages with `size`
/// items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) number: u64,
    pub(crate) size: u64,
}

impl Window {
    /// Returns the page that contains this item.
    pub(crate) fn at(row: u64, size: u64) -> Self {
        let number = row / size;
        Self { number, size }
    }

    /// Returns the position of its first item in the list.
    pub(crate) fn start(self) -> u64 {
        self.number.saturating_mul(self.size)
    }

    /// Returns the position of the first item after it.
    pub(crate) fn end(self) -> u64 {
        self.start().saturating_add(self.size)
    }

    /// Returns the window that contains at least `overlap` items before `from`, and
    /// extends as far as possible beyond it.
    ///
    /// Pages of one size begin only at multiples of that size. But there are many
    /// sizes, and one of them begins where it should.
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
    fn windows_overlap_and_advance() {
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
