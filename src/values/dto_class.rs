//! The Zend class of each DTO.

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::zend::ClassEntry;
use northbound::internal::ErrorExt;
use northbound::sdk::{self, Dto};
use northbound::{ClientCode, NorthApiError};

/// A slot for one Zend class. Module start sets it, and sets it again if the module
/// starts again in the same process. Nothing reads it earlier.
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

    /// Returns the name of the class, without its namespace.
    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    /// Sets the class, at module start.
    pub(crate) fn set(&self, ce: &'static ClassEntry) {
        self.class
            .store(ptr::from_ref(ce).cast_mut(), Ordering::Release);
    }

    /// Returns the class; `None` if it is not registered yet.
    pub(crate) fn find(&self) -> Option<&'static ClassEntry> {
        // SAFETY: only `set` writes, and classes of a module live until the module
        // shuts down.
        unsafe { self.class.load(Ordering::Acquire).as_ref() }
    }

    /// Returns the class, or error 1001 if it is not registered: a bug of the extension.
    pub(crate) fn get(&self) -> Result<&'static ClassEntry, NorthApiError> {
        self.find().ok_or_else(|| {
            let desc = format!("the class {} is not registered", self.name);
            NorthApiError::client(ClientCode::Internal, desc)
        })
    }
}

/// The maximum number of DTOs: more than the SDK will ever have.
const CAPACITY: usize = 256;

/// The classes of the DTOs, in the order of [`sdk::dtos`].
static CLASSES: [ClassSlot; CAPACITY] = [const { ClassSlot::new("of a DTO") }; CAPACITY];

/// The address of each DTO and its index in [`sdk::dtos`], sorted by address.
static INDEXES: OnceLock<Vec<(usize, usize)>> = OnceLock::new();

fn slot_of(dto: &'static Dto) -> Option<&'static ClassSlot> {
    let address = |dto: &'static Dto| ptr::from_ref(dto).addr();
    let indexes = INDEXES.get_or_init(|| {
        let mut indexes: Vec<_> = sdk::dtos().map(address).zip(0..).collect();
        indexes.sort_unstable();
        indexes
    });
    let position = indexes.binary_search_by_key(&address(dto), |(address, _)| *address);
    CLASSES.get(indexes.get(position.ok()?)?.1)
}

/// Stores the class of a DTO.
pub(crate) fn register(dto: &'static Dto, ce: &'static ClassEntry) {
    if let Some(slot) = slot_of(dto) {
        slot.set(ce);
    }
}

/// Returns the class of a DTO.
pub(crate) fn class_of(dto: &'static Dto) -> Option<&'static ClassEntry> {
    slot_of(dto)?.find()
}

/// Returns true if a class is the class of a DTO, and not a subclass of it.
pub(crate) fn is_dto_class(ce: &ClassEntry) -> bool {
    dto_of(ce)
        .and_then(class_of)
        .is_some_and(|class| ptr::eq(class, ce))
}

/// Finds the DTO of a class or of its nearest ancestor. Compares with the class of
/// each DTO, so it is too slow to call for each object of a response.
pub(crate) fn dto_of(ce: &ClassEntry) -> Option<&'static Dto> {
    let mut next = Some(ce);
    while let Some(ce) = next {
        let dto = sdk::dtos()
            .zip(&CLASSES)
            .find(|(_, slot)| slot.find().is_some_and(|class| ptr::eq(class, ce)));
        if let Some((dto, _)) = dto {
            return Some(dto);
        }
        next = ce.parent();
    }
    None
}

/// Finds out if objects of a class come out of responses or notifications. They keep the
/// properties that an application adds, as the original's arrays do.
pub(crate) fn is_of_responses(ce: &ClassEntry) -> bool {
    dto_of(ce).is_some_and(sdk::is_of_responses)
}

/// Returns the text of the deprecation for a property that a class of the SDK does not
/// have.
pub(crate) fn unknown_property(class: &str, name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    format!("{class} has no property \"{name}\"; it is ignored")
}
