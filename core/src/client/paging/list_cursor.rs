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
//! guarantee. If all items have ids, the list is read up to three more times, until as
//! many items are delivered as the platform counts.

use std::collections::HashSet;

use super::id_set::IdSet;
use super::page_index::PageIndex;
use super::window::Window;
use crate::sdk::page_request::PagedRequest;

/// The maximum number of consecutive steps back without a new item. After that, the
/// platform is assumed to have no order. The distance doubles with each, so these reach
/// over any list.
const MAX_STEPS_BACK: u32 = 24;

/// So many more pages without a new item than with one may be read. After that, the
/// reading ends: the platform repeats itself. So a list of P pages takes at most
/// 2 P + 16 calls, whatever the platform sends.
const MAX_USELESS_PAGES: u64 = 16;

/// The maximum number of times that the whole list is read again.
const MAX_SWEEPS: u32 = 3;

/// The way in which the list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Page after page, without overlap.
    Stable,
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
    has_duplicates: bool,
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
    requested_end: u64,
    delivered_end: u64,
    /// The totals of the last delivered page and of the last page that was read.
    last_total: Option<u64>,
    total: Option<u64>,
    /// False once the platform has sent a total that is too small.
    trusts_total: bool,
    delivered_ids: IdSet,
    delivered: u64,
    has_anonymous: bool,
    has_begun: bool,
    has_ended: bool,
    has_changed: bool,
    steps_back: u32,
    /// The distance of the next step back, in pages.
    stride: u64,
    sweeps: u32,
    before_sweep: u64,
    /// The pages with and without new items.
    useful_pages: u64,
    useless_pages: u64,
    /// The content of the last page, if it has items that nothing identifies.
    last_content: Option<u64>,
}

impl ListCursor {
    pub(crate) fn of(request: &PagedRequest) -> Self {
        let first = request.first.saturating_mul(request.size);
        Self {
            size: request.size,
            first,
            mode: Mode::Stable,
            requested_end: first,
            delivered_end: first,
            last_total: None,
            total: None,
            trusts_total: true,
            delivered_ids: IdSet::new(),
            delivered: 0,
            has_anonymous: false,
            has_begun: false,
            has_ended: false,
            has_changed: false,
            steps_back: 0,
            stride: 1,
            sweeps: 0,
            before_sweep: 0,
            useful_pages: 0,
            useless_pages: 0,
            last_content: None,
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

    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed
    }

    /// See [`Pages::total`](crate::client::Pages::total).
    pub(crate) fn total(&self) -> Option<u64> {
        match self.total {
            None if self.has_begun => Some(self.delivered),
            total => total,
        }
    }

    /// True if the number of pages is known.
    pub(crate) fn knows_end(&self) -> bool {
        self.total.is_some()
    }

    /// True while pages bring nothing new: more calls at a time would bring no more.
    pub(crate) fn is_searching(&self) -> bool {
        self.steps_back > 0 || self.useless_pages > self.useful_pages
    }

    /// Returns the hash of an id.
    pub(crate) fn hash(&self, id: &str) -> u64 {
        self.delivered_ids.hash(id)
    }

    /// Returns the next page to request; `None` if there is none.
    pub(crate) fn plan(&mut self) -> Option<Window> {
        let is_beyond = self.total.is_some_and(|total| self.requested_end >= total);
        // At least one page is read, whatever the total is.
        if self.has_ended || is_beyond && self.requested_end > self.first {
            return None;
        }
        let window = match self.mode {
            Mode::Stable | Mode::Unsure => Window::at(self.requested_end, self.size),
            Mode::Moving { overlap } => Window::across(self.requested_end, overlap, self.size),
        };
        self.requested_end = window.end();
        Some(window)
    }

    /// Returns the new items of a page, if it may be delivered. If it may not, all
    /// requested pages are requested again.
    ///
    /// The second value is true if the pages requested before are no longer needed.
    pub(crate) fn accept(
        &mut self,
        mut window: Window,
        page: &PageIndex,
    ) -> (Option<NewItems>, bool) {
        let count = page.rows.len() as u64;
        if !self.has_begun {
            window = self.apply_page_size(window, page);
        }
        let last_row = window.start().saturating_add(count);
        let is_total_wrong = count > 0 && page.total.is_some_and(|total| total < last_row);
        // After one wrong total, no total is used.
        self.trusts_total &= !is_total_wrong;
        self.total = page.total.filter(|_| self.trusts_total);

        let mut new_items = self.find_new_items(window, page);
        let last_content = std::mem::replace(&mut self.last_content, page.content);
        if self.total.is_none() && page.content.is_some() && last_content == page.content {
            // The same page again, and no total to end with: none of it is new.
            new_items.rows.clear();
            new_items.has_duplicates = true;
        }
        new_items.total = self.total;
        new_items.is_last = match self.total {
            Some(total) => window.end() >= total || count == 0,
            None => count < window.size,
        };
        let before = self.mode;
        let mut may_deliver = self.may_deliver(window, &new_items);
        match may_deliver && !new_items.rows.is_empty() {
            true => self.useful_pages += 1,
            false => self.useless_pages += 1,
        }
        if self.has_given_up() {
            self.has_changed = true;
            new_items.is_last = true;
            may_deliver = true;
        }
        let must_replan = !may_deliver || new_items.is_last || self.mode != before;
        (may_deliver.then_some(new_items), must_replan)
    }

    /// True if the platform has repeated itself for too long.
    fn has_given_up(&self) -> bool {
        self.useless_pages > self.useful_pages + MAX_USELESS_PAGES
    }

    /// Records that a page was delivered.
    pub(crate) fn mark_delivered(&mut self, new_items: &NewItems) {
        for hash in &new_items.hashes {
            self.delivered_ids.insert(*hash);
        }
        if !new_items.rows.is_empty() {
            self.steps_back = 0;
        }
        self.delivered += new_items.rows.len() as u64;
        self.stride = 1;
        self.last_total = new_items.total;
        self.delivered_end = new_items.window.end();
        self.has_begun = true;
        self.has_anonymous |= new_items.has_anonymous;
        if new_items.is_last {
            self.end();
        }
    }

    /// Ends the reading after the last page. If items may be missing, starts to read
    /// the whole list again.
    pub(crate) fn end(&mut self) {
        let expected = self.last_total;
        let expected = expected.map(|total| total.saturating_sub(self.first));
        let is_short = expected.is_some_and(|expected| self.delivered < expected);
        let was_useless = self.sweeps > 0 && self.delivered == self.before_sweep;
        let may_help = self.mode == Mode::Unsure
            && !self.has_anonymous
            && !was_useless
            && !self.has_given_up();
        if is_short && may_help && self.sweeps < MAX_SWEEPS {
            self.sweeps += 1;
            self.before_sweep = self.delivered;
            (self.requested_end, self.delivered_end) = (self.first, self.first);
            return;
        }
        // In a list that changes, these items were added after their page was read. In
        // one that does not, the platform counts items that it does not return.
        self.has_changed |= is_short;
        self.has_ended = true;
    }

    /// Finds the items of a page that were not delivered before.
    fn find_new_items(&self, window: Window, page: &PageIndex) -> NewItems {
        let mut new_items = NewItems {
            window,
            ..NewItems::default()
        };
        let mut new = HashSet::new();
        for (row, id) in (window.start()..).zip(page.rows.iter().enumerate()) {
            let (index, is_new) = match id {
                (index, None) => {
                    new_items.has_anonymous = true;
                    (index, true)
                }
                (index, Some(hash)) => {
                    let is_known = self.delivered_ids.contains(*hash);
                    let is_new = new.insert(*hash) && !is_known;
                    new_items.overlaps |= is_known;
                    new_items.has_duplicates |= !is_new;
                    (index, is_new)
                }
            };
            // The items before the first page were not requested.
            if is_new && row >= self.first {
                new_items.rows.push(index);
                new_items.hashes.extend(id.1);
            }
        }
        new_items
    }

    /// Uses the page size of the first response, since some platforms limit the size of
    /// a page.
    fn apply_page_size(&mut self, window: Window, first: &PageIndex) -> Window {
        let count = first.rows.len() as u64;
        let is_short = (1..window.size).contains(&count);
        let is_announced = first.size == Some(count);
        // Without a word about the size, a page that is short although the list goes on
        // tells it. Without a total, the next page tells if the list goes on.
        let goes_on = first
            .total
            .is_none_or(|total| total > window.start() + count);
        if !is_short || !(is_announced || goes_on) {
            return window;
        }
        let size = count;
        let number = window.number;
        let window = Window { number, size };
        self.size = size;
        self.first = window.start();
        self.requested_end = window.end();
        window
    }

    /// True if no item is missing before this page. If not, continues from further
    /// back.
    fn may_deliver(&mut self, window: Window, new_items: &NewItems) -> bool {
        let is_sure = new_items.overlaps || window.start() <= self.first;
        match self.mode {
            Mode::Stable => {
                let total_changed = self.has_begun && self.total != self.last_total;
                if !total_changed && !new_items.has_duplicates {
                    return true;
                }
                self.has_changed = true;
                if new_items.has_anonymous || self.has_anonymous {
                    self.mode = Mode::Unsure;
                    return true;
                }
                self.mode = Mode::Moving {
                    overlap: (self.size / 10).max(1),
                };
                // From here on, pages overlap.
                if is_sure {
                    self.requested_end = window.end();
                } else {
                    self.continue_from(self.delivered_end);
                }
                is_sure
            }
            Mode::Moving { .. } if is_sure => true,
            Mode::Moving { .. } if self.steps_back >= MAX_STEPS_BACK || new_items.has_anonymous => {
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
        self.continue_from(window.start().saturating_sub(further));
        self.stride = self.stride.saturating_mul(2);
        self.steps_back += 1;
    }

    /// Continues at this item, or at the last one if the list is shorter now.
    fn continue_from(&mut self, row: u64) {
        let last = self.total.map_or(u64::MAX, |total| total.saturating_sub(1));
        self.requested_end = row.min(last).max(self.first);
    }
}

#[cfg(test)]
mod tests;
