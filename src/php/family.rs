//! The many small classes with one parent.
//!
//! Every PHP process waits for what is registered when it starts. Where Zend
//! lets one class of the extension inherit from another, it copies each method
//! and checks each interface again: ten methods and six interfaces for each of
//! 157 classes. A class that adds nothing but members can do with the tables
//! of its parent.
//!
//! What is lent or made here is never freed: the classes hold a reference to
//! themselves, so Zend does not take them apart when the process ends.

use std::iter;
use std::mem::{MaybeUninit, offset_of};
use std::ptr;

use ext_php_rs::error::{Error, Result};
use ext_php_rs::ffi;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use super::class::{self, Default};

/// Up to PHP 8.3, `zend_property_info` has nothing but what is written here.
const PROPERTY_LAYOUT_IS_KNOWN: bool = ffi::ZEND_MODULE_API_NO < 20_240_924;

unsafe extern "C" {
    fn zend_alloc_ce_cache(name: *mut ffi::zend_string);
}

/// The children of a class: they have all of its methods, and none of their own.
pub(super) struct Children {
    parent: &'static ClassEntry,
    namespace: &'static str,
    /// The first one, as Zend registered it. The others are made of it.
    first: Option<ClassEntry>,
    /// Where their names are put together.
    full_name: String,
    room: &'static mut [MaybeUninit<ClassEntry>],
}

impl Children {
    /// Room for this many. The parent must be a class of this module without members.
    pub(super) fn of(parent: &'static ClassEntry, namespace: &'static str, count: usize) -> Self {
        Self {
            parent,
            namespace,
            first: None,
            full_name: String::new(),
            room: Box::leak(Box::new_uninit_slice(count)),
        }
    }

    /// Registers a child.
    pub(super) fn add(&mut self, name: &str) -> Result<&'static mut ClassEntry> {
        let Some(first) = &self.first else {
            let ce = class::register_bare(self.namespace, name, None, None)?;
            inherit(ce, self.parent);
            keep(ce);
            // SAFETY: a copy that only serves to be copied again.
            self.first = Some(unsafe { ptr::read(ce) });
            return Ok(ce);
        };
        let [ce] = cut(&mut self.room, 1)? else {
            return Err(Error::InvalidPointer);
        };
        // SAFETY: a class without members, constants and methods of its own refers to
        // nothing but what all of the family share. It is kept, and never freed.
        let ce = ce.write(unsafe { ptr::read(first) });
        class::join_name(&mut self.full_name, self.namespace, name);
        ce.name = ZendStr::new_interned(&self.full_name, true).into_raw();
        self.full_name.make_ascii_lowercase();
        let key = ZendStr::new_interned(&self.full_name, true).into_raw();
        let mut value = Zval::new();
        value.value.ptr = ptr::from_mut(ce).cast();
        value.u1.type_info = ffi::IS_PTR;
        // SAFETY: called at module start, when the compiler's class table is there; this
        // is what Zend does itself with a class that it has filled in.
        unsafe {
            zend_alloc_ce_cache(ce.name);
            let table = (*ffi::ext_php_rs_compiler_globals()).class_table;
            ffi::zend_hash_update(table, key, &raw mut value);
        }
        Ok(ce)
    }
}

/// Gives a class without methods those of its parent.
fn inherit(ce: &mut ClassEntry, parent: &'static ClassEntry) {
    ce.__bindgen_anon_1.parent = ptr::from_ref(parent).cast_mut();
    ce.ce_flags |= parent.ce_flags & !ffi::ZEND_ACC_EXPLICIT_ABSTRACT_CLASS;
    // SAFETY: called at module start. Zend has put nothing into the class's own
    // table yet, and changes neither this one nor the parent's any more; the
    // parent's lives as long as the process.
    ce.function_table = unsafe { ptr::read(&raw const parent.function_table) };
    ce.__get = parent.__get;
    ce.__set = parent.__set;
    ce.__tostring = parent.__tostring;
    ce.num_interfaces = parent.num_interfaces;
    ce.__bindgen_anon_3 = parent.__bindgen_anon_3;
    ce.get_iterator = parent.get_iterator;
    ce.iterator_funcs_ptr = parent.iterator_funcs_ptr;
    ce.arrayaccess_funcs_ptr = parent.arrayaccess_funcs_ptr;
}

/// Holds a class for the life of the process.
pub(super) fn keep(ce: &mut ClassEntry) {
    ce.refcount += 1;
}

/// Where Zend looks for the members of all classes of the family: in one piece for
/// all of them, and never freed.
pub(super) struct Members {
    infos: &'static mut [ffi::zend_property_info],
    pointers: &'static mut [*mut ffi::zend_property_info],
    defaults: &'static mut [Zval],
    /// Hash tables, each with no more buckets than members.
    tables: &'static mut [MaybeUninit<u64>],
}

impl Members {
    /// Room for classes with this many members each.
    pub(super) fn with_capacity(counts: impl Iterator<Item = usize>) -> Self {
        let (mut count, mut words) = (0, 0);
        for members in counts.take_while(|_| PROPERTY_LAYOUT_IS_KNOWN) {
            count += members;
            words += words_of_hashes(members) + members * WORDS_OF_BUCKET;
        }
        let info = ffi::zend_property_info {
            offset: 0,
            flags: ffi::ZEND_ACC_PUBLIC,
            name: ptr::null_mut(),
            doc_comment: ptr::null_mut(),
            attributes: ptr::null_mut(),
            ce: ptr::null_mut(),
            type_: ffi::zend_type {
                ptr: ptr::null_mut(),
                type_mask: 0,
            },
        };
        let defaults: Vec<_> = iter::repeat_with(Zval::null).take(count).collect();
        Self {
            infos: vec![info; count].leak(),
            pointers: vec![ptr::null_mut(); count].leak(),
            defaults: defaults.leak(),
            tables: Box::leak(Box::new_uninit_slice(words)),
        }
    }

    /// Declares public members, all at once: Zend's own way reallocates two
    /// tables for each. The class must have none yet, and be kept.
    pub(super) fn declare<'m>(
        &mut self,
        ce: &mut ClassEntry,
        members: impl ExactSizeIterator<Item = (&'m str, Default<'m>)>,
    ) -> Result<()> {
        let count = members.len();
        if !PROPERTY_LAYOUT_IS_KNOWN {
            for (name, default) in members {
                class::property(ce, name, PropertyFlags::Public, default)?;
            }
            return Ok(());
        }
        let (infos, pointers, defaults) = (
            cut(&mut self.infos, count)?,
            cut(&mut self.pointers, count)?,
            cut(&mut self.defaults, count)?,
        );
        let hashes = cut(&mut self.tables, words_of_hashes(count))?;
        let buckets = cut(&mut self.tables, count * WORDS_OF_BUCKET)?;
        let slots = (offset_of!(ffi::zend_object, properties_table)..).step_by(size_of::<Zval>());
        for (((name, value), slot), (info, default)) in
            members.zip(slots).zip(infos.iter_mut().zip(&mut *defaults))
        {
            info.offset = u32::try_from(slot)?;
            info.name = ZendStr::new_interned(name, true).into_raw();
            info.ce = ce;
            if !matches!(value, Default::Null) {
                *default = value.into_zval()?;
            }
        }
        // As Zend does it, but for the memory: two hashes for each bucket that there may
        // be, in front of the buckets.
        let table = &raw mut ce.properties_info;
        hashes.fill(MaybeUninit::new(u64::MAX));
        // SAFETY: called at module start on a class without members that Zend will
        // not take apart. The buckets follow the hashes, and there is one for each
        // member. The names are interned, and the infos live on.
        unsafe {
            (*table).u.flags = ce.function_table.u.flags;
            (*table).nTableSize = u32::try_from(hashes.len())?;
            (*table).nTableMask = (2 * (*table).nTableSize).wrapping_neg();
            (*table).__bindgen_anon_1.arData = buckets.as_mut_ptr().cast();
            for (info, pointer) in infos.iter_mut().zip(&mut *pointers) {
                *pointer = info;
                let mut value = Zval::new();
                value.value.ptr = (*pointer).cast();
                value.u1.type_info = ffi::IS_PTR;
                ffi::zend_hash_add_new(table, info.name, &raw mut value);
            }
        }
        ce.default_properties_count = i32::try_from(count)?;
        ce.default_properties_table = defaults.as_mut_ptr();
        ce.properties_info_table = pointers.as_mut_ptr();
        Ok(())
    }
}

const WORDS_OF_BUCKET: usize = size_of::<ffi::Bucket>() / size_of::<u64>();

/// How many words there are in front of the buckets, if there are this many. Zend's
/// tables are of powers of two.
fn words_of_hashes(buckets: usize) -> usize {
    buckets.next_power_of_two().max(ffi::HT_MIN_SIZE as usize)
}

/// Takes the first elements off a slice.
fn cut<T>(rest: &mut &'static mut [T], count: usize) -> Result<&'static mut [T]> {
    let (first, after) = std::mem::take(rest)
        .split_at_mut_checked(count)
        .ok_or(Error::InvalidPointer)?;
    *rest = after;
    Ok(first)
}
