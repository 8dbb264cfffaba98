//! Where a reader is in a list that may move under it, without any I/O.
//!
//! # What holds, and why
//!
//! The platform knows pages, not positions in a list that stay. While an
//! upgrade runs, rows come to the list and leave it, and the others slide over
//! the borders of pages: towards its end, so that one is read twice, or towards
//! its beginning, so that one is on no page as it is read. Given that the
//! platform keeps the order of rows, this holds:
//!
//! - Each id is handed out at most once: those that were handed out are kept.
//! - Each row that is in the list from the beginning of the reading to its end
//!   is handed out. Call that a lasting row. Suppose that all lasting rows up to
//!   the last one that was handed out, in the order of the list, were handed out
//!   too. An response shows a part of the list without a gap, at one moment. So if
//!   it shows any row that was handed out before, it may be handed out: lasting
//!   rows before that row were, and those behind it are in the response, up to its
//!   last one.
//!
//! As long as nothing moves, pages need not overlap: the total of each is the
//! one of the page before, and no row is there twice. As soon as that changes,
//! the page is not handed out. From there on, each page reaches back over a few
//! rows of the one before, which must be among those that were handed out. If
//! none is, the list has moved by more than that, and it is read again from
//! further back: at first one page, then two, then four, until a row is known.
//!
//! Where as many rows come as go, between two neighbouring pages, while nothing
//! else moves until then, nobody can see it.
//!
//! A platform that does not keep the order, or does not identify its rows, can
//! be read only as well as that goes: up to three times, until there are as many
//! rows as it counts.

use std::collections::HashSet;

use super::id_set::IdSet;
use super::page_index::PageIndex;
use super::window::Window;
use crate::sdk::page_request::PagedRequest;

/// How often in a row the reading goes back without finding anything new,
/// before it believes that the platform has no order.
const MAX_STEPS_BACK: u32 = 64;

/// How often everything is read again, where nothing else helps.
const MAX_SWEEPS: u32 = 3;

/// How the list is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Page after page.
    Still,
    /// Each page reaches back over the one before by so many rows.
    Moving { overlap: u64 },
    /// Page after page, and nothing can be made sure.
    Unsure,
}

/// What is new on a page.
#[derive(Debug, Default)]
pub(crate) struct NewItems {
    /// Where the page stands.
    pub(crate) window: Window,
    /// The new rows, by their place on the page.
    pub(crate) rows: Vec<usize>,
    /// What stands for their ids.
    hashes: Vec<u64>,
    total: Option<u64>,
    pub(crate) is_last: bool,
    /// Whether there are rows that were handed out before.
    overlaps: bool,
    /// Whether there are rows that were somewhere else before, or are twice.
    has_doubles: bool,
    /// Whether there are rows that nothing identifies.
    has_anonymous: bool,
}

/// How far a list has been read, and what is to be read next.
pub(crate) struct ListCursor {
    /// Rows of a page, as the platform has it.
    size: u64,
    /// The row to begin with.
    first: u64,
    mode: Mode,
    /// Up to which row pages have been asked for, and been handed out.
    planned: u64,
    reached: u64,
    /// As told by the page that was handed out last, and by the one read last.
    last_total: Option<u64>,
    total: Option<u64>,
    /// Whether the platform's totals can be told from nonsense.
    trusts_total: bool,
    seen: IdSet,
    handed_out: u64,
    has_anonymous: bool,
    has_begun: bool,
    has_ended: bool,
    has_moved: bool,
    steps_back: u32,
    /// How far the next step back goes, in pages.
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

    /// Whether it is known which pages there are.
    pub(crate) fn knows_end(&self) -> bool {
        self.total.is_some()
    }

    /// What stands for an id.
    pub(crate) fn hash(&self, id: &str) -> u64 {
        self.seen.hash(id)
    }

    /// The next page to ask for, if there may be one.
    pub(crate) fn plan(&mut self) -> Option<Window> {
        let is_beyond = self.total.is_some_and(|total| self.planned >= total);
        // One page is always read: who knows what the platform says of it.
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

    /// What is new on a page, if it may be handed out. If not, all that was
    /// planned is planned anew.
    ///
    /// Second, whether pages that were planned before do not matter any more.
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
        // Once caught lying, a total is not looked at again.
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

    /// Takes note that a page was handed out.
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

    /// After the last page: where rows may be missing, all are read again.
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
        // In a list that moves, these are rows that came after their page was
        // read. In one that does not, the platform counts what it does not show.
        self.has_moved |= is_short;
        self.has_ended = true;
    }

    /// Tells new rows from those that were handed out.
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
            // The rows before the first page are somebody else's.
            if is_new && row >= self.first {
                found.rows.push(index);
                found.hashes.extend(id.1);
            }
        }
        found
    }

    /// The first response tells whether the platform takes the size of the pages:
    /// some have an upper limit of their own.
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

    /// Whether it is sure that no row is missing before this page. If not, the
    /// reading goes on from further back.
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

    /// Plans pages from this row on, or from the last one if the list has become
    /// shorter than that.
    fn go_on_from(&mut self, row: u64) {
        let last = self.total.map_or(u64::MAX, |total| total.saturating_sub(1));
        self.planned = row.min(last).max(self.first);
    }
}
