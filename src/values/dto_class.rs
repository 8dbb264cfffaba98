//! Which Zend class stands for which row of the table.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::zend::ClassEntry;

use northbound::sdk;
use northbound::sdk::Dto;

/// A slot for one class. Module start fills it, again if the module is started
/// again in the same process; it is never read before.
pub(crate) struct Slot(AtomicPtr<ClassEntry>);

impl Slot {
    pub(crate) const fn empty() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    pub(crate) fn set(&self, ce: &'static ClassEntry) {
        self.0
            .store(ptr::from_ref(ce).cast_mut(), Ordering::Release);
    }

    pub(crate) fn get(&self) -> Option<&'static ClassEntry> {
        // SAFETY: only `set` writes, and classes of a module live as long as
        // the module is started.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }
    }
}

/// More DTOs than the SDK will ever have.
const CAPACITY: usize = 256;

static DTO_CLASSES: [Slot; CAPACITY] = [const { Slot::empty() }; CAPACITY];

/// Notes the class of the DTO that has this place in [`sdk::dtos`].
pub(crate) fn set_dto_class(index: usize, ce: &'static ClassEntry) {
    if let Some(slot) = DTO_CLASSES.get(index) {
        slot.set(ce);
    }
}

/// The class of a DTO.
pub(crate) fn dto_class(dto: &'static Dto) -> Option<&'static ClassEntry> {
    let index = sdk::dtos().position(|other| ptr::eq(other, dto))?;
    DTO_CLASSES.get(index)?.get()
}

/// Whether a class is that of a DTO itself, and no subclass.
pub(crate) fn is_dto_class(ce: &ClassEntry) -> bool {
    dto_of(ce)
        .and_then(dto_class)
        .is_some_and(|own| ptr::eq(own, ce))
}

/// The DTO that a class is, or is derived from.
pub(crate) fn dto_of(ce: &ClassEntry) -> Option<&'static Dto> {
    let mut next = Some(ce);
    while let Some(ce) = next {
        let found = sdk::dtos()
            .zip(&DTO_CLASSES)
            .find(|(_, slot)| slot.get().is_some_and(|known| ptr::eq(known, ce)));
        if let Some((dto, _)) = found {
            return Some(dto);
        }
        next = ce.parent();
    }
    None
}
