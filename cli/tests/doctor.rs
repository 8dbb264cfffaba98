//! Tests of `doctor` where the connection is good.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::Duration;

use northbound_platform::{Fault, Rule, Shape};

use crate::support::redis::Redis;
use crate::support::{Stage, bare, check, ran};

#[test]
fn all_is_well() {
    let stage = Stage::new();
    let report = stage.run(&["doctor", "--watch-token", "0"]).good();
    for line in [
        "✓ CA file: CN=",
        "✓ address: 127.0.0.1 is 127.0.0.1",
        "✓ connection: 127.0.0.1:",
        "✓ TLS: TLSv1_3, TLS13_",
        "accepted under full, accepted under ca",
        "✓ clock: ",
        "✓ shared state: ",
        "✓ login: the platform accepts app_id and secret",
        "✓ call: queryUpgradePackageList succeeds",
        "✓ token: obtained 0 s ago, expires in ",
        "✓ quota: no limit is set (northbound.quota_per_minute)",
        "platform_ip = 127.0.0.1 (NORTHBOUND_PLATFORM_IP)",
        "secret = *** (NORTHBOUND_SECRET)",
        "timeout_ms = 30000 (default)",
    ] {
        assert!(report.contains(line), "no \"{line}\" in\n{report}");
    }
    assert!(
        !report.contains("demo-secret") && !report.contains('✗'),
        "{report}"
    );

    // The token is shared: the second run needs no login.
    let again = stage.run(&["doctor", "--watch-token", "0"]).good();
    assert!(
        again.contains("✓ login: not needed: the stored token has not expired"),
        "{again}"
    );
    let requests = stage.platform.requests();
    let logins = requests
        .iter()
        .filter(|request| request.target.contains("login"));
    assert_eq!(logins.count(), 1);
}

#[test]
fn json_for_monitoring() {
    let (status, report) = Stage::new().doctor(&[]);
    assert_eq!(
        (status, &report["ok"]),
        (Some(0), &true.into()),
        "{report:#}"
    );
    let tls = check(&report, "TLS");
    assert_eq!(tls["facts"]["version"], "TLSv1_3");
    assert_eq!(
        tls["facts"]["names"],
        serde_json::json!(["localhost", "127.0.0.1", "::1"])
    );
    assert!(
        tls["facts"]["daysLeft"]
            .as_u64()
            .is_some_and(|days| days > 0),
        "{tls:#}"
    );
    assert!(check(&report, "token")["facts"]["secondsLeft"].is_u64());
}

#[test]
fn no_settings() {
    let files = crate::support::Scratch::new();
    let ran = ran(bare(&files).args(["doctor"]));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let says = "✗ settings: platform_ip is missing; set --platform-ip, NORTHBOUND_PLATFORM_IP";
    assert!(ran.out.contains(says), "{ran:?}");
    assert!(
        ran.out
            .contains("→ if the settings are in php.ini: northbound doctor --php reads it"),
        "{ran:?}"
    );
    assert!(
        ran.out.contains("– TLS: the settings are not complete"),
        "{ran:?}"
    );
}

#[test]
fn wrong_credentials() {
    let (status, report) = Stage::new().doctor(&[("NORTHBOUND_SECRET", "wrong-secret")]);
    let login = check(&report, "login");
    assert_eq!(
        (status, &login["status"]),
        (Some(1), &"failed".into()),
        "{login:#}"
    );
    assert_eq!(
        login["fix"],
        "check northbound.app_id and northbound.secret"
    );
    assert!(!report.to_string().contains("wrong-secret"), "{report:#}");
}

#[test]
fn without_a_login() {
    let stage = Stage::new();
    let report = stage.run(&["doctor", "--no-login"]).good();
    assert!(report.contains("– login: --no-login"), "{report}");
    assert!(
        stage
            .platform
            .requests()
            .iter()
            .all(|request| request.target == "/")
    );
}

#[test]
fn a_token_that_was_ended() {
    let stage = Stage::new();
    stage.run(&["token"]).good();
    stage.platform.drop_tokens(None);
    let (status, report) = stage.doctor(&[]);
    let token = check(&report, "token");
    assert_eq!(
        (status, &token["status"]),
        (Some(0), &"warning".into()),
        "{token:#}"
    );
    assert!(
        token["detail"]
            .to_string()
            .contains("ended by another login"),
        "{token:#}"
    );
    assert!(
        token["fix"]
            .to_string()
            .contains("northbound.managed_token = 1"),
        "{token:#}"
    );
}

#[test]
fn a_token_that_is_ended_again_and_again() {
    let stage = Stage::new();
    let mut command = stage.command(&["doctor", "--watch-token", "3"]);
    let doctor = thread::spawn(move || ran(&mut command));
    let calls = || {
        let requests = stage.platform.requests();
        requests
            .iter()
            .filter(|request| request.target.contains("/category"))
            .count()
    };
    while calls() == 0 {
        thread::sleep(Duration::from_millis(5));
    }
    thread::sleep(Duration::from_millis(200));
    stage.platform.drop_tokens(None);
    let ran = doctor.join().expect("it ends");
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let says = "✗ token: another program with this app_id keeps ending it";
    assert!(ran.out.contains(says), "{ran:?}");
}

#[test]
fn a_quota_that_is_too_large() {
    let stage = Stage::new();
    let refusal = Fault::Error {
        status: 403,
        code: "1010009".to_owned(),
        desc: "over the quota".to_owned(),
        shape: Shape::Result,
    };
    stage
        .platform
        .fault(Rule::from(refusal).path("/iodm/").times(0));
    let (status, report) = stage.doctor(&[("NORTHBOUND_MAX_ATTEMPTS", "1")]);
    let quota = check(&report, "quota");
    assert_eq!(
        (status, &quota["status"]),
        (Some(1), &"failed".into()),
        "{quota:#}"
    );
    assert!(
        quota["fix"]
            .to_string()
            .contains("northbound.quota_per_minute"),
        "{quota:#}"
    );
}

#[test]
fn a_folder_that_others_may_read() {
    let stage = Stage::new();
    let folder = stage.files.path("state");
    fs::create_dir(&folder).expect("a folder");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("its mode");
    let (status, report) = stage.doctor(&[]);
    let state = check(&report, "shared state");
    assert_eq!(
        (status, &state["status"]),
        (Some(1), &"failed".into()),
        "{state:#}"
    );
    assert!(
        state["detail"].to_string().contains("mode 755"),
        "{state:#}"
    );
    assert!(
        state["fix"].to_string().contains("northbound.state_dir"),
        "{state:#}"
    );
}

#[test]
fn redis() {
    let mut redis = Redis::new("");
    let stage = Stage::new();
    let url = format!("redis://{}", redis.at());
    let (status, report) = stage.doctor(&[("NORTHBOUND_STATE", &url)]);
    let state = check(&report, "shared state");
    assert_eq!(
        (status, &state["status"]),
        (Some(0), &"ok".into()),
        "{state:#}"
    );
    assert!(
        state["detail"].to_string().contains("runs scripts"),
        "{state:#}"
    );
    assert!(
        state["facts"]["redisVersion"]
            .as_str()
            .is_some_and(|version| version.contains('.'))
    );

    redis.ask("ACL SETUSER reader on >sesame ~* &* +@all -@scripting");
    let url = format!("redis://reader:sesame@{}", redis.at());
    let (status, report) = stage.doctor(&[("NORTHBOUND_STATE", &url)]);
    let state = check(&report, "shared state");
    assert_eq!(
        (status, &state["status"]),
        (Some(1), &"failed".into()),
        "{state:#}"
    );
    assert!(
        state["detail"]
            .to_string()
            .contains("runs no scripts (EVAL)"),
        "{state:#}"
    );
    assert!(!report.to_string().contains("sesame"), "{report:#}");

    redis.kill();
    let (status, report) = stage.doctor(&[("NORTHBOUND_STATE", &url)]);
    let state = check(&report, "shared state");
    assert_eq!(status, Some(1), "{state:#}");
    assert!(
        state["detail"].to_string().contains("cannot be reached"),
        "{state:#}"
    );
    assert!(
        state["fix"].to_string().contains("northbound.state"),
        "{state:#}"
    );
}
