//! Things in the order of their making, found by id.

use std::collections::{BTreeMap, HashMap};

/// Most things of a kind that are remembered; the oldest go first. Far above
/// every quota: it only keeps a platform that is called all day from growing.
const MOST: usize = 100_000;

/// A store of one kind of thing.
#[derive(Debug)]
pub(crate) struct Shelf<T> {
    rows: BTreeMap<u64, (String, T)>,
    places: HashMap<String, u64>,
    next: u64,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            places: HashMap::new(),
            next: 0,
        }
    }
}

impl<T> Shelf<T> {
    /// Adds a thing under an id that is new.
    pub(crate) fn add(&mut self, id: &str, thing: T) {
        if self.rows.len() >= MOST
            && let Some((_, (oldest, _))) = self.rows.pop_first()
        {
            self.places.remove(&oldest);
        }
        self.places.insert(id.to_owned(), self.next);
        self.rows.insert(self.next, (id.to_owned(), thing));
        self.next += 1;
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        let (_, thing) = self.rows.get(self.places.get(id)?)?;
        Some(thing)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let (_, thing) = self.rows.get_mut(self.places.get(id)?)?;
        Some(thing)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        let (_, thing) = self.rows.remove(&self.places.remove(id)?)?;
        Some(thing)
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.values().map(|(_, thing)| thing)
    }

    pub(crate) fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.rows.values_mut().map(|(_, thing)| thing)
    }

    /// Keeps what the filter says.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let places = &mut self.places;
        self.rows.retain(|_, (id, thing)| {
            let kept = keep(thing);
            if !kept {
                places.remove(id);
            }
            kept
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_stay_in_order_and_are_found() {
        let mut shelf = Shelf::default();
        for (id, thing) in [("b", 1), ("a", 2), ("c", 3)] {
            shelf.add(id, thing);
        }
        assert_eq!(shelf.remove("a"), Some(2));
        assert_eq!(shelf.iter().copied().collect::<Vec<_>>(), [1, 3]);
        shelf.retain(|thing| *thing == 3);
        assert_eq!((shelf.get("b"), shelf.get("c")), (None, Some(&3)));
        assert_eq!((shelf.len(), shelf.contains("b")), (1, false));
    }
}
