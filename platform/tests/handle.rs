//! Tests of a platform that runs on separate threads.
//!
//! They are separate from the tests of the program, which start child processes: a
//! child process holds every socket of its parent for a moment, so a closed address
//! would still accept connections.

use crate::common::Outcome;
use northbound_platform::{Config, Platform};

#[test]
fn it_runs_on_separate_threads() -> Outcome {
    let platform = Platform::spawn(Config::default())?;
    let address = platform.https_addr();
    std::net::TcpStream::connect(address)?;
    drop(platform);
    assert!(
        std::net::TcpStream::connect(address).is_err(),
        "stopped on drop"
    );
    Ok(())
}

#[tokio::test]
async fn it_runs_inside_another_runtime() -> Outcome {
    let platform = Platform::spawn(Config::default())?;
    platform.clear_requests();
    assert_eq!(platform.requests(), []);
    Ok(())
}
