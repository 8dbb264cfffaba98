//! The handle of a platform that runs on threads of its own.
//!
//! Apart from the tests of the program: a child process holds every socket of
//! its parent for a moment, and a closed address would still answer.

use crate::common::Outcome;
use northbound_platform::{Config, Platform};

#[test]
fn it_runs_on_threads_of_its_own() -> Outcome {
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
async fn its_own_threads_do_not_mind_a_runtime_around_them() -> Outcome {
    let platform = Platform::spawn(Config::default())?;
    platform.clear_requests();
    assert_eq!(platform.requests(), []);
    Ok(())
}
