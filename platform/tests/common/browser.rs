//! A real browser for the tests: Chromium without a window, driven by WebDriver.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{Outcome, text};

/// Long enough for the slowest machine; a successful test does not wait that long.
const MAX_WAIT: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(50);
/// Key of the reference to an element, from the standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One window.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    http: Client,
    session: String,
}

impl Browser {
    /// Opens a window; `None`, with a notice, if no browser is installed.
    pub(crate) async fn open(test: &str) -> Outcome<Option<Self>> {
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut driver) = driver else {
            // Not by a macro: the test harness would hide it.
            let notice = format!(
                "\n{test}: left out, chromedriver is not installed (Debian: chromium-driver)\n"
            );
            std::io::stderr().write_all(notice.as_bytes())?;
            return Ok(None);
        };
        let port = port(&mut driver);
        let mut browser = Self {
            driver,
            port: port.ok_or("chromedriver does not start")?,
            // The platform's tests use TLS; WebDriver does not.
            http: super::plain_http()?,
            session: String::new(),
        };
        let mut arguments = vec![
            "--headless=new",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--hide-scrollbars",
        ];
        if std::fs::metadata("/proc/self")?.uid() == 0 {
            // Chromium refuses to run as root otherwise.
            arguments.push("--no-sandbox");
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "args": arguments },
        }}});
        let session = browser.send(Method::POST, "/session", &wanted).await?;
        browser.session = format!("/session/{}", text(&session["sessionId"]));
        Ok(Some(browser))
    }

    pub(crate) async fn visit(&self, url: &str) -> Outcome {
        self.post("/url", &json!({ "url": url })).await.map(drop)
    }

    /// Runs a script, which returns a value or a promise.
    pub(crate) async fn run(&self, script: &str) -> Outcome<Value> {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
            .await
    }

    /// Returns the value of an expression, such as the text of an element.
    pub(crate) async fn value(&self, expression: &str) -> Outcome<Value> {
        self.run(&format!("return {expression}")).await
    }

    /// Waits until an expression has this value.
    pub(crate) async fn until(&self, expression: &str, expected: impl Into<Value>) -> Outcome {
        let expected = expected.into();
        let start = Instant::now();
        loop {
            let value = self.value(expression).await?;
            if value == expected {
                return Ok(());
            }
            if start.elapsed() > MAX_WAIT {
                return Err(format!("{expression} is {value}, not {expected}").into());
            }
            sleep(PAUSE).await;
        }
    }

    /// Clicks on an element, as a person does: it must be visible and not covered.
    pub(crate) async fn click(&self, selector: &str) -> Outcome {
        let element = self.find(selector).await?;
        self.post(&format!("/element/{element}/click"), &json!({}))
            .await
            .map(drop)
    }

    /// Types into an element.
    pub(crate) async fn fill(&self, selector: &str, keys: &str) -> Outcome {
        let element = self.find(selector).await?;
        self.post(
            &format!("/element/{element}/value"),
            &json!({ "text": keys }),
        )
        .await
        .map(drop)
    }

    /// Presses a key, such as `\u{E004}` for Tab, wherever the focus is.
    pub(crate) async fn press(&self, key: &str) -> Outcome {
        let keys = [
            json!({ "type": "keyDown", "value": key }),
            json!({ "type": "keyUp", "value": key }),
        ];
        let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": keys }] });
        self.post("/actions", &actions).await.map(drop)
    }

    /// Sets the size of the page, and its colours: `light` or `dark`.
    pub(crate) async fn look(&self, width: u32, height: u32, scheme: &str) -> Outcome {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await?;
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", media)
            .await
            .map(drop)
    }

    /// Returns a PNG of what is visible.
    pub(crate) async fn screenshot(&self) -> Outcome<Vec<u8>> {
        let image = self.devtools("Page.captureScreenshot", json!({})).await?;
        Ok(STANDARD.decode(text(&image["data"]))?)
    }

    /// Returns what the page has written to the console since the last call.
    pub(crate) async fn console(&self) -> Outcome<Vec<String>> {
        let entries = self.post("/se/log", &json!({ "type": "browser" })).await?;
        let entries = entries.as_array().cloned().unwrap_or_default();
        Ok(entries
            .iter()
            .map(|entry| text(&entry["message"]))
            .collect())
    }

    async fn find(&self, selector: &str) -> Outcome<String> {
        let wanted = json!({ "using": "css selector", "value": selector });
        Ok(text(&self.post("/element", &wanted).await?[ELEMENT]))
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Outcome<Value> {
        self.post(
            "/goog/cdp/execute",
            &json!({ "cmd": command, "params": parameters }),
        )
        .await
    }

    async fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.send(Method::POST, &format!("{}{path}", self.session), body)
            .await
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> Outcome<Value> {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let reply = super::reply(self.http.request(method, url).json(body)).await?;
        match reply.status {
            200 => Ok(reply.body["value"].clone()),
            status => Err(format!("{path}: {status} {}", reply.body["value"]["message"]).into()),
        }
    }
}

/// Returns the port that the driver prints when it is ready.
fn port(driver: &mut Child) -> Option<u16> {
    let output = BufReader::new(driver.stdout.take()?);
    let mut lines = output.lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("started successfully on port"))?;
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

impl Drop for Browser {
    /// Ends the browser also after a failed assertion: the driver alone would leave it
    /// running.
    fn drop(&mut self) {
        let head = format!(
            "DELETE {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.session, self.port
        );
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = stream.set_read_timeout(Some(MAX_WAIT));
            let _ = stream.write_all(head.as_bytes());
            // The driver responds when the browser has ended, and does not close.
            let _ = stream.read(&mut [0; 1024]);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
