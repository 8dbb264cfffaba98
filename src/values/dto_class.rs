//! The Zend class of each DTO.

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::zend::ClassEntry;
use northbound::internal::ErrorExt;
use northbound::sdk::{self, Dto};
use northbound::{ClientCode, NorthApiError};

/// Holds one class. Module start fills it, again if the module is started again
/// in the same process; nobody reads it before.
pub(crate) struct ClassSlot {
    name: &'static str,
    class: AtomicPtr<ClassEntry>,
}

impl ClassSlot {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self {
            name,
            class: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// The name of the class, without its namespace.
    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn set(&self, ce: &'static ClassEntry) {
        self.class
            .store(ptr::from_ref(ce).cast_mut(), Ordering::Release);
    }

    /// The class, once it is registered.
    pub(crate) fn find(&self) -> Option<&'static ClassEntry> {
        // SAFETY: only `set` writes, and classes of a module live as long as
        // the module is started.
        unsafe { self.class.load(Ordering::Acquire).as_ref() }
    }

    /// The same; without it, the extension has a bug.
    pub(crate) fn get(&self) -> Result<&'static ClassEntry, NorthApiError> {
        self.find().ok_or_else(|| {
            let desc = format!("the class {} is not registered", self.name);
            NorthApiError::client(ClientCode::Internal, desc)
        })
    }
}

/// More DTOs than the SDK will ever have.
const CAPACITY: usize = 256;

/// By the place of the DTO in [`sdk::dtos`].
static CLASSES: [ClassSlot; CAPACITY] = [const { ClassSlot::new("of a DTO") }; CAPACITY];

/// The place of each DTO in [`sdk::dtos`], sorted by its address.
static PLACES: OnceLock<Vec<(usize, usize)>> = OnceLock::new();

fn slot_of(dto: &'static Dto) -> Option<&'static ClassSlot> {
    let address = |dto: &'static Dto| ptr::from_ref(dto).addr();
    let places = PLACES.get_or_init(|| {
        let mut places: Vec<_> = sdk::dtos().map(address).zip(0..).collect();
        places.sort_unstable();
        places
    });
    let found = places.binary_search_by_key(&address(dto), |(address, _)| *address);
    CLASSES.get(places.get(found.ok()?)?.1)
}

/// Keeps the class of a DTO.
pub(crate) fn register(dto: &'static Dto, ce: &'static ClassEntry) {
    if let Some(slot) = slot_of(dto) {
        slot.set(ce);
    }
}

/// The class of a DTO.
pub(crate) fn class_of(dto: &'static Dto) -> Option<&'static ClassEntry> {
    slot_of(dto)?.find()
}

/// Finds out if a class is that of a DTO itself, and no subclass.
pub(crate) fn is_dto_class(ce: &ClassEntry) -> bool {
    dto_of(ce)
        .and_then(class_of)
        .is_some_and(|own| ptr::eq(own, ce))
}

/// The DTO that a class is, or is derived from. Compares with the class of each
/// DTO, so it is not for what runs once per object of a response.
pub(crate) fn dto_of(ce: &ClassEntry) -> Option<&'static Dto> {
    let mut next = Some(ce);
    while let Some(ce) = next {
        let found = sdk::dtos()
            .zip(&CLASSES)
            .find(|(_, slot)| slot.find().is_some_and(|known| ptr::eq(known, ce)));
        if let Some((dto, _)) = found {
            return Some(dto);
        }
        next = ce.parent();
    }
    None
}

/// The text of the deprecation for a property that a class of the SDK does not have.
pub(crate) fn unknown_property(class: &str, name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    format!("{class} has no member \"{name}\"; it is ignored")
}
