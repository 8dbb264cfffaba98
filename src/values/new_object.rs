//! Creates objects of a class that PHP code names.

use ext_php_rs::ffi;
use ext_php_rs::flags::ClassFlags;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use super::dto_class;
use crate::zend::{self, Thrown, Visibility};

/// Finds the class of this name. Returns an error message if the class does not exist or
/// cannot be instantiated.
pub(crate) fn instantiable(name: &str) -> Result<&'static ClassEntry, String> {
    let class =
        ClassEntry::try_find(name).ok_or_else(|| format!("class \"{name}\" does not exist"))?;
    let without_objects =
        ClassFlags::Interface | ClassFlags::Trait | ClassFlags::Enum | ClassFlags::Abstract;
    // SAFETY: the constructor of a class is a live function, of which `common`
    // is a valid view.
    let has_hidden_constructor = unsafe { class.constructor.as_ref() }
        .is_some_and(|new| unsafe { new.common.fn_flags } & ffi::ZEND_ACC_PUBLIC == 0);
    if class.flags().intersects(without_objects) || has_hidden_constructor {
        return Err(format!("class {name} cannot be instantiated"));
    }
    Ok(class)
}

/// Creates an object of a class, with the properties of an array.
pub(crate) fn object_of(class: &ClassEntry, properties: &Zval) -> Result<Zval, Thrown> {
    let mut object = zend::new_object(class)?;
    if let Some(object) = object.object_mut() {
        zend::call_constructor(class, object, &mut [])?;
        fill(object, zend::entries(properties.array()))?;
    }
    Ok(object)
}

/// Sets properties. A DTO also takes properties that are not documented, unless a
/// subclass defines `__set` in PHP. Any other class decides by its declarations and its
/// `__set`.
pub(crate) fn fill<'a>(
    object: &mut ZendObject,
    properties: impl Iterator<Item = (Zval, &'a Zval)>,
) -> Result<(), Thrown> {
    let class = object.get_class_entry();
    let accepts_undocumented =
        dto_class::dto_of(class).is_some() && zend::has_internal_setter(class);
    for (name, value) in properties {
        let name = ZendStr::new(name.coerce_to_string().unwrap_or_default(), false);
        if accepts_undocumented && zend::visibility(object, &name) == Visibility::Undeclared {
            zend::add_property(object, &name, value.shallow_clone());
        } else {
            zend::write_property(class, object, &name, value)?;
        }
    }
    Ok(())
}
