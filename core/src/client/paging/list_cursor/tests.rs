//! Tests of the cursor with pages that no ordinary platform sends, and with their exact
//! numbers.

use super::*;
use crate::sdk::device_upgrade::{QueryUpgradeTaskListInDto, query_upgrade_task_list};

fn cursor(page_no: i64) -> ListCursor {
    let query = QueryUpgradeTaskListInDto {
        page_no: Some(page_no),
        ..QueryUpgradeTaskListInDto::default()
    };
    let request = query_upgrade_task_list(&query, &"token".into()).expect("a request");
    ListCursor::of(&PagedRequest::of(request).expect("a list"))
}

/// Builds a page of the items with these ids.
fn page(ids: impl IntoIterator<Item = u64>, total: Option<u64>) -> PageIndex {
    PageIndex {
        rows: ids.into_iter().map(Some).collect(),
        total,
        ..PageIndex::default()
    }
}

/// A page with an item that nothing identifies.
fn anonymous(total: u64) -> PageIndex {
    PageIndex {
        rows: vec![None],
        total: Some(total),
        ..PageIndex::default()
    }
}

/// A request, and the outcome of its page.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    window: Window,
    /// The number of new items; `None` if the page may not be delivered.
    new: Option<usize>,
    must_replan: bool,
}

/// Requests the next page, and receives this one.
fn step(cursor: &mut ListCursor, page: &PageIndex) -> Step {
    let window = cursor.plan().expect("the list goes on");
    let (new, must_replan) = cursor.accept(window, page);
    let new = new.map(|new| {
        cursor.mark_delivered(&new);
        new.rows.len()
    });
    Step {
        window,
        new,
        must_replan,
    }
}

/// Reads pages of 100 items each, whose ids are their positions.
fn read_in_order(cursor: &mut ListCursor, pages: u64, total: u64) {
    for number in 0..pages {
        let ids = number * 100..number * 100 + 100;
        let outcome = step(cursor, &page(ids, Some(total)));
        assert_eq!((outcome.new, outcome.must_replan), (Some(100), false));
    }
}

/// Ids that no page had.
fn unknown(next: &mut u64) -> std::ops::Range<u64> {
    *next += 100;
    *next - 100..*next
}

/// Reads 40 pages in order, and then pages that alternate between unknown items and
/// known ones, until the platform is assumed to have no order.
fn without_order() -> (ListCursor, u64) {
    let (mut cursor, mut next) = (cursor(0), 1_000_000);
    read_in_order(&mut cursor, 40, 100_000);
    // The first page changes the mode, and each of the others is a step back.
    for _ in 0..=MAX_STEPS_BACK {
        let back = step(&mut cursor, &page(unknown(&mut next), Some(100_001)));
        assert_eq!((back.new, back.must_replan), (None, true));
        let known = step(&mut cursor, &page(0..100, Some(100_001)));
        assert_eq!(known.new, Some(0));
    }
    let unsure = step(&mut cursor, &page(unknown(&mut next), Some(100_001)));
    assert_eq!((unsure.new, unsure.must_replan), (Some(100), true));
    assert_eq!(cursor.mode, Mode::Unsure);
    (cursor, next)
}

const NO_MORE: PageIndex = PageIndex {
    rows: Vec::new(),
    total: Some(100_001),
    size: None,
    content: None,
};

#[test]
fn a_list_without_order_is_read_again_three_times() {
    let (mut cursor, mut next) = without_order();
    step(&mut cursor, &NO_MORE);
    for _ in 0..MAX_SWEEPS {
        assert!(!cursor.has_ended());
        let again = step(&mut cursor, &page(unknown(&mut next), Some(100_001)));
        assert_eq!((again.window.start(), again.new), (0, Some(100)));
        step(&mut cursor, &NO_MORE);
    }
    assert!(cursor.has_ended() && cursor.has_changed());
    assert_eq!(cursor.plan(), None);
}

#[test]
fn it_is_read_again_while_that_brings_items() {
    let (mut cursor, mut next) = without_order();
    step(&mut cursor, &NO_MORE);
    step(&mut cursor, &page(unknown(&mut next), Some(100_001)));
    step(&mut cursor, &NO_MORE);
    let again = step(&mut cursor, &page(0..100, Some(100_001)));
    assert_eq!((again.window.start(), again.new), (0, Some(0)));
    step(&mut cursor, &NO_MORE);
    assert!(cursor.has_ended() && cursor.has_changed());
}

#[test]
fn it_is_not_read_again_without_reason() {
    // It is complete.
    let (mut complete, _) = without_order();
    let delivered = complete.delivered;
    let end = page([], Some(delivered));
    step(&mut complete, &end);
    assert!(complete.has_ended());

    // Items without an id would be delivered again.
    let (mut with_anonymous, _) = without_order();
    let item = step(&mut with_anonymous, &anonymous(100_001));
    assert_eq!(item.new, Some(1));
    step(&mut with_anonymous, &NO_MORE);
    assert!(with_anonymous.has_ended() && with_anonymous.has_changed());

    // The platform repeats itself.
    let (mut repeating, _) = without_order();
    while !repeating.has_ended() {
        let known = step(&mut repeating, &page(0..100, Some(100_001)));
        assert_eq!(known.new, Some(0));
    }
    let useless = repeating.useful_pages + MAX_USELESS_PAGES + 1;
    assert_eq!(repeating.useless_pages, useless);

    // It has an order, so the items were added meanwhile.
    let mut ordered = cursor(0);
    read_in_order(&mut ordered, 2, 300);
    step(&mut ordered, &page([], Some(300)));
    assert!(ordered.has_ended() && ordered.has_changed());
}

#[test]
fn steps_back_double() {
    let (mut cursor, mut next) = (cursor(0), 1_000_000);
    read_in_order(&mut cursor, 40, 100_000);
    let mut missed = || page(unknown(&mut next), Some(100_001));
    assert_eq!(step(&mut cursor, &missed()).window, Window::at(4000, 100));
    let mut from = 4000;
    for (overlap, further) in [(10, 0), (20, 100), (40, 300), (50, 700), (50, 1500)] {
        let window = Window::across(from, overlap, 100);
        let outcome = step(&mut cursor, &missed());
        assert_eq!((outcome.window, outcome.new), (window, None));
        assert!(cursor.is_searching());
        from = window.start() - further;
    }
    // A page with known and new items ends the search.
    let found = step(&mut cursor, &page(3990..4010, Some(100_001)));
    assert_eq!(found.new, Some(10));
    assert_eq!((cursor.steps_back, cursor.stride), (0, 1));
}

#[test]
fn a_platform_that_repeats_itself_is_left_after_sixteen_useless_pages_more() {
    let mut cursor = cursor(0);
    step(&mut cursor, &page(0..100, None));
    let mut useless = 0;
    while !cursor.has_ended() {
        let again = step(&mut cursor, &page(0..100, None));
        assert_eq!(again.new, Some(0));
        useless += 1;
        // With as many pages of either kind, it is not searching yet.
        assert_eq!(cursor.is_searching(), useless > 1);
    }
    assert_eq!(useless, 1 + MAX_USELESS_PAGES + 1);
    assert!(cursor.has_changed());
}

#[test]
fn a_change_of_the_order_replaces_the_requested_pages() {
    let mut cursor = cursor(0);
    let first = page(0..100, Some(300));
    assert!(!step(&mut cursor, &first).must_replan);
    let moved = step(&mut cursor, &page(99..199, Some(300)));
    assert_eq!((moved.new, moved.must_replan), (Some(99), true));
    assert_eq!(cursor.mode, Mode::Moving { overlap: 10 });
    // The last page ends the list, whatever was requested beyond it.
    let last = step(&mut cursor, &page(190..200, Some(200)));
    assert!(last.must_replan);
}

#[test]
fn items_without_an_id_end_every_guarantee() {
    // On the page that shows the change, or on one before.
    for (before, now) in [
        (page(0..100, Some(300)), anonymous(301)),
        (anonymous(300), page(100..200, Some(301))),
    ] {
        let mut cursor = cursor(0);
        step(&mut cursor, &before);
        let outcome = step(&mut cursor, &now);
        assert_eq!(outcome.new, Some(now.rows.len()));
        assert_eq!(cursor.mode, Mode::Unsure);
    }
    // While pages overlap.
    let (mut cursor, mut next) = (cursor(0), 1_000_000);
    read_in_order(&mut cursor, 2, 500);
    let back = step(&mut cursor, &page(unknown(&mut next), Some(501)));
    assert_eq!(back.new, None);
    assert_eq!(step(&mut cursor, &anonymous(501)).new, Some(1));
    assert_eq!(cursor.mode, Mode::Unsure);
}

#[test]
fn a_short_first_page_tells_the_size_of_pages() {
    let short = |count, total, size| PageIndex {
        size,
        ..page(0..count, total)
    };
    for (first, size) in [
        // The platform says so.
        (short(50, Some(50), Some(50)), 50),
        (short(50, Some(50), Some(100)), 100),
        // The list goes on.
        (short(50, Some(51), None), 50),
        (short(50, None, None), 50),
        // It does not.
        (short(50, Some(50), None), 100),
        (short(0, Some(0), None), 100),
        (short(100, Some(900), None), 100),
    ] {
        let mut cursor = cursor(0);
        step(&mut cursor, &first);
        assert_eq!(cursor.size(), size, "{first:?}");
    }
    // The page that was requested is then at another position.
    let mut cursor = cursor(3);
    step(&mut cursor, &short(50, Some(1000), None));
    assert_eq!((cursor.first(), cursor.delivered_end), (150, 200));
}

#[test]
fn an_empty_page_beyond_the_end_does_not_make_the_total_wrong() {
    let mut cursor = cursor(0);
    assert_eq!((cursor.total(), cursor.knows_end()), (None, false));
    read_in_order(&mut cursor, 1, 300);
    assert_eq!((cursor.total(), cursor.knows_end()), (Some(300), true));
    assert_eq!(step(&mut cursor, &page([], Some(50))).new, None);
    assert_eq!((cursor.total(), cursor.knows_end()), (Some(50), true));
    step(&mut cursor, &page(40..50, Some(50)));
    assert!(cursor.has_ended());
}
