//! The `openssl` program: creates keys and certificates, and serves TLS.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;

use super::Scratch;

/// The value of `env:PASSWORD` for the program.
pub(crate) const PASSWORD: &str = "pass w\u{f6}rd";

/// Builds a command in a directory; the words of `line` are its arguments.
fn command(files: &Scratch, line: &str) -> Command {
    let mut command = Command::new("openssl");
    command
        .args(line.split_whitespace())
        .current_dir(files.path(""))
        .env("PASSWORD", PASSWORD)
        .env("EMPTY", "");
    command
}

/// Runs `openssl` in a directory; the words of `line` are its arguments.
#[track_caller]
pub(crate) fn openssl(files: &Scratch, line: &str) {
    let output = command(files, line).output();
    let output = output.expect("the program `openssl` is installed");
    let says = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {line}: {says}");
}

/// A CA, `ca.pem` with `ca.key`, and the certificates that it signs.
pub(crate) struct Authority {
    pub(crate) files: Scratch,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let files = Scratch::new();
        openssl(
            &files,
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc \
             -keyout ca.key -out ca.pem -days 2 -subj /CN=authority",
        );
        Self { files }
    }

    /// Issues a certificate `name.pem` for a new key `name.key` of this kind, with
    /// this common name. Without extensions, it has version 1.
    pub(crate) fn issue(&self, name: &str, kind: &str, extensions: &str, options: &str) {
        let files = &self.files;
        openssl(
            files,
            &format!(
                "req -new -newkey {kind} -noenc -keyout {name}.key -out {name}.csr -subj /CN=127.0.0.1"
            ),
        );
        if extensions.is_empty() && self.makes_version_1_on_request() {
            files.write("version1.cnf", "[req]\ndistinguished_name = none\n[none]\n");
            openssl(
                files,
                &format!(
                    "req -x509v1 -config version1.cnf -in {name}.csr -CA ca.pem -CAkey ca.key \
                     -out {name}.pem -days 2 {options}"
                ),
            );
            return;
        }
        let mut line = format!(
            "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial \
             -out {name}.pem -days 2 {options}"
        );
        if !extensions.is_empty() {
            files.write(&format!("{name}.ext"), extensions);
            line.push_str(&format!(" -extfile {name}.ext"));
        }
        openssl(files, &line);
    }

    /// Returns true if the program has an option for version 1 (since 3.2). Before 3.2, a
    /// certificate without extensions has version 1; since 3.4, only with that option.
    fn makes_version_1_on_request(&self) -> bool {
        let output = command(&self.files, "req -help").output();
        let output = output.expect("the program `openssl` is installed");
        let help = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&help).contains("-x509v1")
    }

    /// Returns the path of one of its files.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.files.path(name)
    }
}

/// `openssl s_server`, which sends files as responses.
pub(crate) struct Server {
    child: Child,
    pub(crate) at: SocketAddr,
}

impl Server {
    /// Starts a server of the files of a directory, with these options.
    pub(crate) fn start(files: &Scratch, options: &str) -> Self {
        let line = format!("s_server -accept 127.0.0.1:0 -HTTP {options}");
        let mut child = command(files, &line)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program `openssl` is installed");
        let says = BufReader::new(child.stdout.take().expect("its output"));
        let at = says.lines().map_while(Result::ok).find_map(|line| {
            let at = line.strip_prefix("ACCEPT ")?;
            Some(at.parse().expect("an address"))
        });
        let at = at.unwrap_or_else(|| panic!("openssl {line} does not serve"));
        Self { child, at }
    }
}

impl Server {
    /// Asks each caller for a new handshake with a certificate, once its request is there.
    pub(crate) fn renegotiating(files: &Scratch, options: &str) -> Self {
        let line = format!("s_server -accept 127.0.0.1:0 {options}");
        let mut child = command(files, &line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program `openssl` is installed");
        let mut orders = child.stdin.take().expect("its input");
        let says = BufReader::new(child.stdout.take().expect("its output"));
        let mut lines = says.lines().map_while(Result::ok);
        let at = lines.find_map(|line| line.strip_prefix("ACCEPT ")?.parse().ok());
        thread::spawn(move || {
            for line in lines {
                if line.starts_with("GET ") || line.starts_with("POST ") {
                    // The handshake and the end of the test may cross.
                    let _ = orders.write_all(b"R\n");
                }
            }
        });
        let at = at.unwrap_or_else(|| panic!("openssl {line} does not serve"));
        Self { child, at }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
