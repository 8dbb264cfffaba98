//! The position of a reader in a list that may change meanwhile, without any I/O.
//!
//! # Guarantees
//!
//! The platform returns pages, not stable positions in a list. While an upgrade runs,
//! items are added to the list and removed from it, and the others move across the
//! borders of pages. An item that moves towards the end of the list is read twice. An
//! item that moves towards its beginning may be on none of the pages that are read. If
//! the platform keeps the order of items, this holds:
//!
//! - Each id is delivered at most once, since the delivered ids are recorded.
//! - Each item that is in the list during the whole reading is delivered. Call such an
//!   item permanent. Suppose that all permanent items up to the last delivered one, in
//!   the order of the list, were delivered. A response shows a part of the list without
//!   gaps, at one moment. So if it contains any item that was delivered before, it may
//!   be delivered too: the permanent items before that item were delivered, and those
//!   after it are in the response, up to its last item.
//!
//! While the list does not change, pages need not overlap: each page has the same total
//! as the previous one, and no item is read twice. As soon as that changes, the page is
//! not delivered. From then on, each page overlaps the previous one by a few items, and
//! at least one of its items must have been delivered. If none was, the list has moved
//! by more than the overlap, and is read again from further back: by one page, then by
//! two, then by four, until a page contains a delivered item.
//!
//! One change cannot be detected: as many items are added as removed, between two
//! neighboring pages, and nothing else changes before the second page is read.
//!
//! For a platform that does not keep the order, or has items without ids, there is no
//! guarantee. The list is read up to three more times, until as many items are
//! delivered as the platform counts.

use std::collections::HashSet;

use super::id_set::IdSet;
use super::page_index::PageIndex;
use super::window::Window;
use crate::sdk::page_request::PagedRequest;

/// The maximum number of consecutive steps back without a new item. After that, the
/// platform is assumed to have no order.
const MAX_STEPS_BACK: u32 = 64;

/// The maximum number of times that the whole list is read again.
const MAX_SWEEPS: u32 = 3;

/// The way in which the list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Page after page, without overlap.
    Still,
    /// Each page overlaps the previous one by this many items.
    Moving { overlap: u64 },
    /// Page after page, without any guarantee.
    Unsure,
}

/// The new items of a page.
#[derive(Debug, Default)]
pub(crate) struct NewItems {
    /// The position of the page.
    pub(crate) window: Window,
    /// The new items, by their index on the page.
    pub(crate) rows: Vec<usize>,
    /// The hashes of their ids.
    hashes: Vec<u64>,
    total: Option<u64>,
    pub(crate) is_last: bool,
    /// True if the page contains items that were delivered before.
    overlaps: bool,
    /// True if the page contains items that were delivered before, or that are on it
    /// twice.
    has_doubles: bool,
    /// True if the page contains items without an id.
    has_anonymous: bool,
}

/// The part of a list that has been read, and the next page to request.
pub(crate) struct ListCursor {
    /// The number of items per page, as the platform uses it.
    size: u64,
    /// The first item to read.
    first: u64,
    mode: Mode,
    /// The ends of the requested pages and of the delivered pages.
    planned: u64,
    reached: u64,
    /// The totals of the last delivered page and of the last page that was read.
    last_total: Option<u64>,
    total: Option<u64>,
    /// False once the platform has sent a total that is too small.
    trusts_total: bool,
    seen: IdSet,
    handed_out: u64,
    has_anonymous: bool,
    has_begun: bool,
    has_ended: bool,
    has_moved: bool,
    steps_back: u32,
    /// The distance of the next step back, in pages.
    stride: u64,
    sweeps: u32,
    before_sweep: u64,
}

impl ListCursor {
    pub(crate) fn of(request: &PagedRequest) -> Self {
        let first = request.first.saturating_mul(request.size);
        Self {
            size: request.size,
            first,
            mode: Mode::Still,
            planned: first,
            reached: first,
            last_total: None,
            total: None,
            trusts_total: true,
            seen: IdSet::new(),
            handed_out: 0,
            has_anonymous: false,
            has_begun: false,
            has_ended: false,
            has_moved: false,
            steps_back: 0,
            stride: 1,
            sweeps: 0,
            before_sweep: 0,
        }
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended
    }

    pub(crate) fn has_moved(&self) -> bool {
        self.has_moved
    }

    /// See [`Pages::total`](crate::client::Pages::total).
    pub(crate) fn total(&self) -> Option<u64> {
        match self.total {
            None if self.has_begun => Some(self.handed_out),
            total => total,
        }
    }

    /// True if the number of pages is known.
    pub(crate) fn knows_end(&self) -> bool {
        self.total.is_some()
    }

    /// Returns the hash of an id.
    pub(crate) fn hash(&self, id: &str) -> u64 {
        self.seen.hash(id)
    }

    /// Returns the next page to request; `None` if there is none.
    pub(crate) fn plan(&mut self) -> Option<Window> {
        let is_beyond = self.total.is_some_and(|total| self.planned >= total);
        // At least one page is read, whatever the total is.
        if self.has_ended || is_beyond && self.planned > self.first {
            return None;
        }
        let window = match self.mode {
            Mode::Still | Mode::Unsure => Window::at(self.planned, self.size),
            Mode::Moving { overlap } => Window::across(self.planned, overlap, self.size),
        };
        self.planned = window.end();
        Some(window)
    }

    /// Returns the new items of a page, if it may be delivered. If it may not, all
    /// requested pages are requested again.
    ///
    /// The second value is true if the pages requested before are no longer needed.
    pub(crate) fn judge(
        &mut self,
        mut window: Window,
        page: &PageIndex,
    ) -> (Option<NewItems>, bool) {
        let count = page.rows.len() as u64;
        if !self.has_begun {
            window = self.believe(window, page);
        }
        let last_row = window.start().saturating_add(count);
        let is_lie = count > 0 && page.total.is_some_and(|total| total < last_row);
        // After one wrong total, no total is used.
        self.trusts_total &= !is_lie;
        self.total = page.total.filter(|_| self.trusts_total);

        let mut found = self.sort_out(window, page);
        found.total = self.total;
        found.is_last = match self.total {
            Some(total) => window.end() >= total || count == 0,
            None => count < window.size,
        };
        let before = self.mode;
        let may_hand_out = self.may_hand_out(window, &found);
        let is_planned_anew = !may_hand_out || found.is_last || self.mode != before;
        (may_hand_out.then_some(found), is_planned_anew)
    }

    /// Records that a page was delivered.
    pub(crate) fn hand_out(&mut self, found: &NewItems) {
        for hash in &found.hashes {
            self.seen.insert(*hash);
        }
        if !found.rows.is_empty() {
            self.steps_back = 0;
        }
        self.handed_out += found.rows.len() as u64;
        self.stride = 1;
        self.last_total = found.total;
        self.reached = found.window.end();
        self.has_begun = true;
        self.has_anonymous |= found.has_anonymous;
        if found.is_last {
            self.end();
        }
    }

    /// Ends the reading after the last page. If items may be missing, starts to read
    /// the whole list again.
    pub(crate) fn end(&mut self) {
        let due = self.last_total;
        let due = due.map(|total| total.saturating_sub(self.first));
        let is_short = due.is_some_and(|due| self.handed_out < due);
        let was_in_vain = self.sweeps > 0 && self.handed_out == self.before_sweep;
        let may_help = self.mode == Mode::Unsure && !self.has_anonymous && !was_in_vain;
        if is_short && may_help && self.sweeps < MAX_SWEEPS {
            self.sweeps += 1;
            self.before_sweep = self.handed_out;
            (self.planned, self.reached) = (self.first, self.first);
            return;
        }
        // In a list that changes, these items were added after their page was read. In
        // one that does not, the platform counts items that it does not return.
        self.has_moved |= is_short;
        self.has_ended = true;
    }

    /// Finds the items of a page that were not delivered before.
    fn sort_out(&self, window: Window, page: &PageIndex) -> NewItems {
        let mut found = NewItems {
            window,
            ..NewItems::default()
        };
        let mut new = HashSet::new();
        for (row, id) in (window.start()..).zip(page.rows.iter().enumerate()) {
            let (index, is_new) = match id {
                (index, None) => {
                    found.has_anonymous = true;
                    (index, true)
                }
                (index, Some(hash)) => {
                    let is_known = self.seen.contains(*hash);
                    let is_new = new.insert(*hash) && !is_known;
                    found.overlaps |= is_known;
                    found.has_doubles |= !is_new;
                    (index, is_new)
                }
            };
            // The items before the first page were not requested.
            if is_new && row >= self.first {
                found.rows.push(index);
                found.hashes.extend(id.1);
            }
        }
        found
    }

    /// Uses the page size of the first response, since some platforms limit the size of
    /// a page.
    fn believe(&mut self, window: Window, first: &PageIndex) -> Window {
        let size = first.size.unwrap_or(window.size);
        let is_smaller = (1..window.size).contains(&size);
        if !is_smaller || first.rows.len() as u64 != size {
            return window;
        }
        let number = window.number;
        let window = Window { number, size };
        self.size = size;
        self.first = window.start();
        self.planned = window.end();
        window
    }

    /// True if no item is missing before this page. If not, continues from further
    /// back.
    fn may_hand_out(&mut self, window: Window, found: &NewItems) -> bool {
        let is_sure = found.overlaps || window.start() <= self.first;
        match self.mode {
            Mode::Still => {
                let total_moved = self.has_begun && self.total != self.last_total;
                if !total_moved && !found.has_doubles {
                    return true;
                }
                self.has_moved = true;
                if found.has_anonymous || self.has_anonymous {
                    self.mode = Mode::Unsure;
                    return true;
                }
                self.mode = Mode::Moving {
                    overlap: (self.size / 10).max(1),
                };
                // From here on, pages overlap.
                if is_sure {
                    self.planned = window.end();
                } else {
                    self.go_on_from(self.reached);
                }
                is_sure
            }
            Mode::Moving { .. } if is_sure => true,
            Mode::Moving { .. } if self.steps_back >= MAX_STEPS_BACK || found.has_anonymous => {
                self.mode = Mode::Unsure;
                true
            }
            Mode::Moving { overlap } => {
                self.step_back(window, overlap);
                false
            }
            Mode::Unsure => true,
        }
    }

    fn step_back(&mut self, window: Window, overlap: u64) {
        let overlap = (overlap * 2).min((self.size / 2).max(1));
        self.mode = Mode::Moving { overlap };
        let further = (self.stride - 1).saturating_mul(self.size);
        self.go_on_from(window.start().saturating_sub(further));
        self.stride = self.stride.saturating_mul(2);
        self.steps_back += 1;
    }

    /// Continues at this item, or at the last one if the list is shorter now.
    fn go_on_from(&mut self, row: u64) {
        let last = self.total.map_or(u64::MAX, |total| total.saturating_sub(1));
        self.planned = row.min(last).max(self.first);
    }
}
