//! Lists as comma-separated values.

use std::io::{self, Write};

use super::field::text;
use super::writer::{Item, Writer};

pub(super) struct Csv {
    columns: Vec<String>,
    has_header: bool,
}

impl Csv {
    pub(super) fn new(columns: Vec<String>) -> Self {
        Self {
            columns,
            has_header: false,
        }
    }

    fn header(&mut self, csv: &mut csv::Writer<&mut dyn Write>) -> io::Result<()> {
        if !self.has_header {
            csv.write_record(&self.columns)?;
            self.has_header = true;
        }
        Ok(())
    }
}

impl Writer for Csv {
    fn page(&mut self, out: &mut dyn Write, items: &[Item]) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        self.header(&mut csv)?;
        for item in items {
            for column in &self.columns {
                csv.write_field(&*text(item, column))?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        csv.flush()
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        self.header(&mut csv)?;
        csv.flush()
    }
}
