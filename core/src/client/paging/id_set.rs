//! A set of item ids that needs little memory.

use std::hash::{BuildHasher, RandomState};

/// The number of buckets, as a power of two.
const BUCKET_BITS: u32 = 12;

/// A set of ids that stores a 64-bit hash of each. A million ids take about 10 MB, half
/// as much as a hash table with free space for more.
///
/// Two different ids have the same hash with a probability of one in 10^19 for each
/// pair. With a million ids, this happens once in 40 million lists. The hash is keyed,
/// so that nobody can choose ids that collide.
pub(crate) struct IdSet {
    hasher: RandomState,
    /// Sorted hashes. The highest bits of a hash select its bucket. Empty before the
    /// first id.
    buckets: Vec<Vec<u64>>,
}

impl IdSet {
    pub(crate) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            buckets: Vec::new(),
        }
    }

    /// Returns the hash of an id.
    pub(crate) fn hash(&self, id: &str) -> u64 {
        self.hasher.hash_one(id)
    }

    pub(crate) fn contains(&self, hash: u64) -> bool {
        let bucket = self.buckets.get(bucket_of(hash));
        bucket.is_some_and(|bucket| bucket.binary_search(&hash).is_ok())
    }

    pub(crate) fn insert(&mut self, hash: u64) {
        if self.buckets.is_empty() {
            self.buckets.resize_with(1 << BUCKET_BITS, Vec::new);
        }
        let Some(bucket) = self.buckets.get_mut(bucket_of(hash)) else {
            return;
        };
        if let Err(at) = bucket.binary_search(&hash) {
            if bucket.len() == bucket.capacity() {
                bucket.reserve_exact((bucket.len() / 4).max(4));
            }
            bucket.insert(at, hash);
        }
    }
}

fn bucket_of(hash: u64) -> usize {
    (hash >> (u64::BITS - BUCKET_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contains_the_inserted_ids() {
        let mut ids = IdSet::new();
        let hashes: Vec<u64> = (0..20_000).map(|n| ids.hash(&n.to_string())).collect();
        let (given, other) = hashes.split_at(10_000);
        for hash in given.iter().chain(given) {
            ids.insert(*hash);
        }
        assert!(given.iter().all(|hash| ids.contains(*hash)));
        assert!(!other.iter().any(|hash| ids.contains(*hash)));
        assert_eq!(ids.buckets.iter().map(Vec::len).sum::<usize>(), 10_000);
        assert!(ids.buckets.iter().all(|bucket| bucket.is_sorted()));
    }

    #[test]
    fn a_million_take_11_megabytes() {
        let mut ids = IdSet::new();
        for n in 0..1_000_000 {
            ids.insert(ids.hash(&format!("{n:024x}")));
        }
        let rows: usize = ids.buckets.iter().map(Vec::capacity).sum();
        let bytes = rows * size_of::<u64>() + ids.buckets.len() * size_of::<Vec<u64>>();
        assert!(bytes < 11_000_000, "{bytes}");
    }
}
