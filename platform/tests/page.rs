//! Tests of the page of the control address, in a real browser.

use std::path::Path;
use std::time::Duration;

use northbound_platform::{Config, Fault, Platform, PushSpec, Rule};
use serde_json::{Value, json};

use crate::common::browser::Browser;
use crate::common::receiver::{Receiver, settled};
use crate::common::{Caller, FIRMWARE, Outcome, client, still, text};

const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const TAB: &str = "\u{E004}";
/// A device whose name a careless page would run.
const HOSTILE: &str = "<img src=x onerror=\"alert(1)\">";

fn address(platform: &Platform) -> String {
    format!("http://{}/", platform.control_addr())
}

/// Number of devices in a status, on the page.
fn devices(status: &str) -> String {
    format!(
        "Number(document.querySelector('#tasks .counts .key.{status}')?.nextSibling.textContent ?? -1)"
    )
}

/// Creates the task of the demo: 250 devices by their names.
async fn demo_task(caller: &Caller) -> Outcome<String> {
    let mut names: Vec<String> = (1..250)
        .map(|number| format!("meter-{number:04}"))
        .collect();
    names.push(HOSTILE.to_owned());
    let body = json!({ "fileId": FIRMWARE, "targets": { "devices": names } });
    let task = caller.post("/operations/firmwareUpgrade", &body).await?;
    Ok(text(&task.body["operationId"]))
}

#[tokio::test]
async fn an_upgrade_moves_before_ones_eyes() -> Outcome {
    let config = Config {
        expires_in: 1_000_000,
        ..still()
    };
    let platform = Platform::start(config).await?;
    let Some(browser) = Browser::open("an_upgrade_moves_before_ones_eyes").await? else {
        return Ok(());
    };
    browser.visit(&address(&platform)).await?;
    browser.until("$('no-tasks').hidden", false).await?;

    let caller = Caller::new(&platform).await?;
    let id = demo_task(&caller).await?;
    let ahead = format!("{} + {}", devices("wait"), devices("processing"));
    browser.until(&ahead, 250).await?;
    platform.advance(Duration::from_secs(900));
    browser
        .until(&format!("{} > 0", devices("processing")), true)
        .await?;
    browser
        .until(&format!("{} > 0", devices("success")), true)
        .await?;
    platform.advance(Duration::from_secs(7200));
    let ended = format!(
        "{} + {} + {}",
        devices("success"),
        devices("fail"),
        devices("stop")
    );
    browser.until(&ended, 250).await?;

    // The counts, the causes and the failed devices are those of the interface.
    let task = caller.get(&format!("/operations/{id}")).await?.body;
    for status in ["success", "fail", "stop"] {
        let shown = browser.value(&devices(status)).await?;
        assert_eq!(shown, task["staResult"][status], "{status}");
    }
    let failed = format!("/operations/{id}/subOperations?subOperationStatus=fail&pageSize=100");
    let failed = caller.get(&failed).await?.body;
    let column = |number: usize| {
        format!(
            "[...document.querySelectorAll('#subtasks td:nth-child({number})')].map((cell) => cell.textContent)"
        )
    };
    let names = |rows: &Value, field: &str| -> Vec<Value> {
        let rows = rows["data"].as_array().into_iter().flatten();
        rows.map(|row| row[field].clone()).collect()
    };
    browser.click("#filters [data-status=fail]").await?;
    let mut first_page = names(&failed, "deviceId");
    first_page.truncate(10);
    browser.until(&column(1), first_page).await?;
    let causes = browser
        .value("[...document.querySelectorAll('#causes b')].map((cell) => Number(cell.textContent)).reduce((sum, part) => sum + part, 0)")
        .await?;
    assert_eq!(causes, failed["totalCount"]);

    // A click on a cause shows the devices with this cause.
    browser.click("#causes button").await?;
    let cause = text(
        &browser
            .value("document.querySelector('#causes span').textContent")
            .await?,
    );
    let with_cause = names(&failed, "detailInfo")
        .iter()
        .filter(|known| **known == cause)
        .count();
    browser.until(&column(3), vec![cause; with_cause]).await?;
    browser.click("#cause-filter button").await?;

    // The last page, and a name that is text and not markup.
    browser
        .until("$('page-number').textContent", "Page 1 of 25, 250 devices")
        .await?;
    browser.click("#page-last").await?;
    browser
        .until(&format!("{}.at(-1)", column(1)), HOSTILE)
        .await?;
    assert_eq!(browser.value("document.images.length").await?, 0);
    assert_eq!(browser.console().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn its_buttons_change_the_platform() -> Outcome {
    let config = Config {
        quota: 50,
        // No call leaves the window during the test.
        quota_window_ms: 3_600_000,
        ..still()
    };
    let platform = Platform::start(config).await?;
    let Some(browser) = Browser::open("its_buttons_change_the_platform").await? else {
        return Ok(());
    };
    browser.visit(&address(&platform)).await?;
    let caller = Caller::new(&platform).await?;
    let fault = "//button[text()='503']";
    let click_fault =
        format!("document.evaluate(\"{fault}\", document, null, 9).singleNodeValue.click()");
    let first_status = "document.querySelector('#requests td:nth-child(4)')?.textContent";

    // A fault breaks the next call only.
    browser
        .until("$('fault-operation').options.length", 53)
        .await?;
    browser.run(&click_fault).await?;
    browser
        .until("$('faults').textContent", "503, any call, once")
        .await?;
    assert_eq!(caller.get("/category").await?.status, 503);
    browser.until(first_status, "503").await?;
    browser.until("$('faults').textContent", "").await?;
    assert_eq!(caller.get("/category").await?.status, 200);

    // A fault of one operation leaves the others alone.
    let id = demo_task(&caller).await?;
    browser
        .run("$('fault-operation').value = 'queryUpgradeSubTask'")
        .await?;
    browser.run(&click_fault).await?;
    browser
        .until("$('faults').textContent", "503, queryUpgradeSubTask, once")
        .await?;
    assert_eq!(caller.get(&format!("/operations/{id}")).await?.status, 200);
    assert_eq!(
        caller
            .get(&format!("/operations/{id}/subOperations"))
            .await?
            .status,
        503
    );

    // Clock, quota and token.
    browser.click("#speeds [data-speed='60']").await?;
    browser
        .until(
            "document.querySelector('#speeds [aria-pressed=true]').textContent",
            "60×",
        )
        .await?;
    assert!((platform.settings().speed - 60.0).abs() < f64::EPSILON);
    browser.click("#speeds [data-speed='0']").await?;
    // A call that a fault replaces does not count.
    let used = platform.stats().requests - 2;
    let gauge = "document.querySelector('[role=meter]').getAttribute('aria-valuenow')";
    browser.until(gauge, used.to_string()).await?;
    browser.click("#apps button").await?;
    browser
        .until("document.querySelector('#apps button').disabled", true)
        .await?;
    assert_eq!(caller.get("/category").await?.refusal(), (403, "1010005"));

    // A notification, and the response of the receiver.
    let mut receiver = Receiver::http().await?;
    browser.fill("#push-url", &receiver.url("/")).await?;
    browser.run("$('push-type').value = 'ruleEvent'").await?;
    browser.click("#push button").await?;
    assert_eq!(receiver.next().await?.json()["notifyType"], "ruleEvent");
    browser
        .until(
            "document.querySelector('#pushes .badge')?.textContent",
            "200",
        )
        .await?;
    browser.click("#pushes button").await?;
    browser
        .until(
            "$('detail').open && $('detail').textContent.includes('ruleEvent')",
            true,
        )
        .await?;
    browser.press(ESCAPE).await?;
    browser.until("$('detail').open", false).await?;
    assert_eq!(browser.console().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn it_shows_no_secrets_and_runs_no_markup() -> Outcome {
    let platform = Platform::start(still()).await?;
    let Some(browser) = Browser::open("it_shows_no_secrets_and_runs_no_markup").await? else {
        return Ok(());
    };
    let caller = Caller::new(&platform).await?;
    caller.login("northbound-demo", "not-the-secret").await?;
    let url = format!(
        "https://{}/%3Cb%3E?accessToken={}",
        platform.https_addr(),
        caller.token
    );
    let stranger = client(&platform)?.build()?.get(url);
    stranger.header("app_key", HOSTILE).send().await?;
    browser.visit(&address(&platform)).await?;
    browser
        .until("document.querySelectorAll('#requests tr').length", 3)
        .await?;

    // With the keyboard alone: open each request, read it, close it.
    browser
        .until("$('requests').textContent.includes('<img')", true)
        .await?;
    for (row, secret) in [
        (3, "demo-secret"),
        (2, "not-the-secret"),
        (1, caller.token.as_str()),
    ] {
        let button = format!("document.querySelector('#requests tr:nth-child({row}) button')");
        browser.run(&format!("{button}.focus()")).await?;
        browser.press(ENTER).await?;
        browser.until("$('detail').open", true).await?;
        let shown = text(&browser.value("$('detail').innerText").await?);
        assert!(shown.contains("***") && !shown.contains(secret), "{shown}");
        browser.press(ESCAPE).await?;
        browser.until("$('detail').open", false).await?;
        browser
            .until(&format!("document.activeElement === {button}"), true)
            .await?;
    }
    let everything = text(&browser.value("document.documentElement.innerHTML").await?);
    for secret in ["demo-secret", "not-the-secret", caller.token.as_str()] {
        assert!(!everything.contains(secret), "{secret}");
    }
    assert_eq!(browser.value("document.images.length").await?, 0);
    assert_eq!(browser.console().await?, [""; 0]);

    // A page from elsewhere cannot drive the platform, not even without reading a response.
    browser
        .visit("data:text/html,<title>elsewhere</title>")
        .await?;
    let attack = format!(
        "return fetch('{}faults', {{ method: 'POST', mode: 'no-cors', body: '{{\"fault\":{{\"kind\":\"close\"}}}}' }}).then(() => 'sent', () => 'blocked')",
        address(&platform)
    );
    let result = text(&browser.run(&attack).await?);
    assert!(["sent", "blocked"].contains(&result.as_str()), "{result}");
    assert_eq!(platform.faults(), []);
    Ok(())
}

/// With `NORTHBOUND_SCREENSHOTS`, also writes the screenshots of the documentation to
/// this folder.
#[tokio::test]
async fn it_fits_narrow_and_wide_windows() -> Outcome {
    let config = Config {
        quota: 100,
        ..still()
    };
    let platform = Platform::start(config).await?;
    let Some(browser) = Browser::open("it_fits_narrow_and_wide_windows").await? else {
        return Ok(());
    };
    let caller = Caller::new(&platform).await?;
    let id = demo_task(&caller).await?;
    platform.advance(Duration::from_secs(900));
    for page in 0..4 {
        let path = format!("/operations/{id}/subOperations?pageNo={page}&pageSize=100");
        caller.get(&path).await?;
    }
    caller.get("/none").await?;
    platform.fault(Rule::from(Fault::Close).path("/iocm/app/sec/").times(2));
    let receiver = Receiver::http().await?;
    platform.push(&PushSpec {
        notify_type: Some("fwUpgradeResultNotify".into()),
        url: Some(receiver.url("/notifications")),
        ..PushSpec::default()
    })?;
    settled(&platform).await?;
    let folder = std::env::var_os("NORTHBOUND_SCREENSHOTS");
    for (width, height) in [(1280, 1310), (390, 844)] {
        for scheme in ["light", "dark"] {
            browser.look(width, height, scheme).await?;
            browser.visit(&address(&platform)).await?;
            browser
                .until(
                    "$('subtasks').rows.length > 0 && $('requests').rows.length",
                    7,
                )
                .await?;
            let overflow =
                "document.documentElement.scrollWidth - document.documentElement.clientWidth";
            assert_eq!(browser.value(overflow).await?, 0, "{width} pixels");
            let background = text(
                &browser
                    .value("getComputedStyle(document.body).backgroundColor")
                    .await?,
            );
            assert_eq!(
                background == "rgb(16, 21, 28)",
                scheme == "dark",
                "{background}"
            );
            if let Some(folder) = &folder {
                let name = format!("page-{width}-{scheme}.png");
                std::fs::write(Path::new(folder).join(name), browser.screenshot().await?)?;
            }
        }
    }
    // Tab reaches every control, and the focus is visible.
    browser.run("document.activeElement.blur()").await?;
    browser.press(TAB).await?;
    browser
        .until("document.activeElement.className", "skip")
        .await?;
    let controls = "[...document.querySelectorAll('button, input, select')].filter((control) => control.offsetParent && !control.disabled).length";
    let controls = browser.value(controls).await?.as_u64().ok_or("no number")?;
    browser.run("seen = new Set()").await?;
    for _ in 0..controls + 10 {
        browser.press(TAB).await?;
        browser.run("seen.add(document.activeElement)").await?;
    }
    let reached = "[...seen].filter((control) => control.matches('button, input, select')).length";
    assert_eq!(browser.value(reached).await?, controls);
    assert_eq!(browser.console().await?, [""; 0]);
    Ok(())
}
