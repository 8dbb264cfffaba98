//! `northbound tasks`, `packages` and `subtasks`: all pages of a list, as they come.

mod bar;
mod csv;
mod field;
mod json;
mod table;
mod writer;

use std::io::{self, BufWriter, StdoutLock, Write};

use serde_json::{Map, Value, json};

use crate::args::{Format, ListArgs, PackagesArgs, SubtasksArgs, TasksArgs};
use crate::exit::{Failure, Outcome, Result};
use crate::sdk::table::Operation;
use crate::sdk::{List, Session, upgrade};
use crate::settings::Settings;
use crate::terminal::Terminal;
use bar::Bar;
use writer::Writer;

pub(crate) use table::Table;
pub(crate) use writer::Item;

const TASK_COLUMNS: &[&str] = &[
    "operationId",
    "status",
    "operateType",
    "createTime",
    "staResult.total",
    "staResult.success",
    "staResult.fail",
];
const PACKAGE_COLUMNS: &[&str] = &[
    "fileId",
    "name",
    "version",
    "fileType",
    "deviceType",
    "model",
    "manufacturerName",
];
const SUBTASK_COLUMNS: &[&str] = &["deviceId", "status", "detailInfo", "startTime", "stopTime"];

pub(crate) async fn tasks(args: &TasksArgs, settings: &mut Settings) -> Result {
    let filter = json!({ "operationStatus": args.status, "deviceId": args.device });
    let arguments = Map::from_iter([("qutlInDTO".to_owned(), filter)]);
    run(
        "queryUpgradeTaskList",
        arguments,
        TASK_COLUMNS,
        &args.list,
        settings,
    )
    .await
}

pub(crate) async fn packages(args: &PackagesArgs, settings: &mut Settings) -> Result {
    let filter = json!({ "fileType": args.file_type, "model": args.model });
    let arguments = Map::from_iter([("quplInDTO".to_owned(), filter)]);
    run(
        "queryUpgradePackageList",
        arguments,
        PACKAGE_COLUMNS,
        &args.list,
        settings,
    )
    .await
}

pub(crate) async fn subtasks(args: &SubtasksArgs, settings: &mut Settings) -> Result {
    let arguments = of_task(&args.id, args.status.as_deref());
    run(
        "queryUpgradeSubTask",
        arguments,
        SUBTASK_COLUMNS,
        &args.list,
        settings,
    )
    .await
}

/// Returns the arguments for the subtasks of a task.
pub(crate) fn of_task(id: &str, status: Option<&str>) -> Map<String, Value> {
    Map::from_iter([
        ("operationId".to_owned(), id.into()),
        (
            "qustInDTO".to_owned(),
            json!({ "subOperationStatus": status }),
        ),
    ])
}

async fn run(
    method: &str,
    arguments: Map<String, Value>,
    default_columns: &[&str],
    args: &ListArgs,
    settings: &mut Settings,
) -> Result {
    let operation = upgrade(method)?;
    let columns = columns(operation, default_columns, args)?;
    let terminal = Terminal::of_stdout();
    let is_terminal = terminal.is_terminal();
    let mut writer: Box<dyn Writer> = match args.format {
        Format::Table => Box::new(Table::new(terminal, columns).flexible(args.columns.is_empty())),
        Format::Csv => Box::new(csv::Csv::new(columns)),
        Format::Json => Box::new(json::Json::array()),
        Format::Ndjson => Box::new(json::Json::lines()),
    };
    let session = Session::open(settings)?;
    let mut list = session.list(operation, &arguments)?;
    // In a terminal, the lines of the list would be mixed with the bar.
    let mut bar = Bar::new(!is_terminal);
    let mut left = args.limit.unwrap_or(u64::MAX);
    let mut out = Output::new();
    while left > 0
        && let Some(mut items) = next(&mut list, &bar).await?
    {
        items.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        left -= items.len() as u64;
        writer.page(out.get(), &items)?;
        // People read along; programs read large blocks.
        if is_terminal {
            out.get().flush()?;
        }
        bar.advance(items.len() as u64, list.total());
    }
    writer.end(out.get())?;
    out.get().flush()?;
    bar.end();
    Ok(Outcome::Good)
}

/// Returns the next page. Removes the bar before the message of an error.
async fn next(list: &mut List, bar: &Bar) -> Result<Option<Vec<Item>>> {
    let page = list.next().await;
    if page.is_err() {
        bar.end();
    }
    page
}

/// Standard output in blocks. It is not locked between pages.
struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    fn new() -> Self {
        Self(BufWriter::with_capacity(64 << 10, io::stdout().lock()))
    }

    fn get(&mut self) -> &mut dyn Write {
        &mut self.0
    }
}

/// Returns the columns that are asked for, or those of CSV, which are all, or those that
/// a person wants to see.
fn columns(
    operation: &'static Operation,
    default_columns: &[&str],
    args: &ListArgs,
) -> Result<Vec<String>> {
    let fields = operation.row().map_or(&[][..], |dto| dto.fields);
    if !args.columns.is_empty() {
        let is_known = |column: &&String| {
            let name = column.split('.').next().unwrap_or_default();
            fields.iter().any(|field| field.name == name)
        };
        if let Some(unknown) = args.columns.iter().find(|column| !is_known(column)) {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let known = known.join(", ");
            return Err(Failure::usage(format!(
                "--columns: {unknown} is none of {known}"
            )));
        }
        return Ok(args.columns.clone());
    }
    let names = fields.iter().map(|field| field.name.to_owned());
    Ok(match args.format {
        Format::Csv => names.collect(),
        _ => default_columns
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
    })
}
