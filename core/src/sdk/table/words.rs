//! Closed sets of words, and times, as Rust types. On the wire, both are text.

/// Declares a type for a field that has one of a set of words.
///
/// ```text
/// words! {
///     /// Status of the task.
///     TaskStatus {
///         /// It has not started.
///         Wait = "wait",
///     }
/// }
/// ```
macro_rules! words {
    ($(
        $(#[doc = $doc:literal])+
        $rust:ident {
            $(
                $(#[doc = $word_doc:literal])+
                $variant:ident = $word:literal,
            )+
        }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $rust {
            $(
                $(#[doc = $word_doc])+
                #[doc = ""]
                #[doc = concat!("On the wire: `", $word, "`.")]
                $variant,
            )+
            /// A word that the documents do not list.
            Unknown(String),
        }

        impl $rust {
            /// Returns the word, as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(word) => word,
                }
            }
        }

        impl From<&str> for $rust {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl From<String> for $rust {
            fn from(word: String) -> Self {
                Self::from(word.as_str())
            }
        }

        impl PartialEq<str> for $rust {
            fn eq(&self, word: &str) -> bool {
                self.as_str() == word
            }
        }

        impl PartialEq<&str> for $rust {
            fn eq(&self, word: &&str) -> bool {
                self.as_str() == *word
            }
        }

        impl std::fmt::Display for $rust {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $rust {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::sdk::FieldValue for $rust {
            const SHAPE: $crate::sdk::Shape = $crate::sdk::Shape::Text;
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn from_json(value: serde_json::Value) -> serde_json::Result<Option<Self>> {
                Ok(String::from_json(value)?.map(Self::from))
            }
        }
    )+};
}
