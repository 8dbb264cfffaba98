//! A map that keeps its entries in the order of insertion.

use std::collections::{BTreeMap, HashMap};

/// Maximum number of entries; the oldest is removed first. It is far above every
/// limit of the interface, and only stops a long-running platform from growing.
const MOST: usize = 100_000;

/// A bounded map from ids to values, in the order of insertion.
#[derive(Debug)]
pub(crate) struct OrderedMap<T> {
    rows: BTreeMap<u64, (String, T)>,
    places: HashMap<String, u64>,
    next: u64,
}

impl<T> Default for OrderedMap<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            places: HashMap::new(),
            next: 0,
        }
    }
}

impl<T> OrderedMap<T> {
    /// Adds a value with a new id.
    pub(crate) fn add(&mut self, id: &str, value: T) {
        if self.rows.len() >= MOST
            && let Some((_, (oldest, _))) = self.rows.pop_first()
        {
            self.places.remove(&oldest);
        }
        self.places.insert(id.to_owned(), self.next);
        self.rows.insert(self.next, (id.to_owned(), value));
        self.next += 1;
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        let (_, value) = self.rows.get(self.places.get(id)?)?;
        Some(value)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let (_, value) = self.rows.get_mut(self.places.get(id)?)?;
        Some(value)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        let (_, value) = self.rows.remove(&self.places.remove(id)?)?;
        Some(value)
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Iterates over the values, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.values().map(|(_, value)| value)
    }

    pub(crate) fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.rows.values_mut().map(|(_, value)| value)
    }

    /// Removes the values for which `keep` returns false.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let places = &mut self.places;
        self.rows.retain(|_, (id, value)| {
            let kept = keep(value);
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
    fn values_keep_their_order_and_are_found() {
        let mut map = OrderedMap::default();
        for (id, value) in [("b", 1), ("a", 2), ("c", 3)] {
            map.add(id, value);
        }
        assert_eq!(map.remove("a"), Some(2));
        assert_eq!(map.iter().copied().collect::<Vec<_>>(), [1, 3]);
        map.retain(|value| *value == 3);
        assert_eq!((map.get("b"), map.get("c")), (None, Some(&3)));
        assert_eq!((map.len(), map.contains("b")), (1, false));
    }
}
