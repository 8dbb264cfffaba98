//! Methods that do not come from the table: those that every class of a kind
//! has. As PHP source, since each is the same everywhere.

/// What DTOs with secrets declare anew.
pub(crate) const SECRETIVE_METHODS: [&str; 3] = [
    r"/**
 * Ignores a member that is not declared, with an E_DEPRECATED that names it.
 *
 * @param string $name
 * @param mixed $value
 * @return void
 */
public function __set($name, #[\SensitiveParameter] $value) {}
",
    r"/**
 * Assigns a member, as `$object->name = $value` does.
 *
 * @param string $offset
 * @param mixed $value
 * @return void
 */
#[\ReturnTypeWillChange]
public function offsetSet($offset, #[\SensitiveParameter] $value) {}
",
    r"/**
 * What `var_dump()` shows: secrets are masked.
 *
 * @return array<string, mixed>
 */
public function __debugInfo() {}
",
];

/// What every service has beside its operations.
pub(crate) const SERVICE_METHODS: [&str; 2] = [
    r"/**
 * Calls the platform through this client, or, if it is null, through
 * `DefaultNorthApiClient::getDefaultApiClient()`.
 *
 * @param NorthApiClient|null $northApiClient
 */
public function __construct($northApiClient = null) {}
",
    r"/**
 * Reads a member, such as the client: `$service->northApiClient`.
 *
 * @param string $name
 * @return mixed
 */
public function __get($name) {}
",
];

/// The methods of `ExceptionEnum`.
pub(crate) const EXCEPTION_ENUM_METHODS: [&str; 2] = [
    r"/**
 * Holds the code and the text of an error.
 *
 * @param array<int, string> $error one of this class's constants
 */
public function __construct($error) {}
",
    r"/** The string form of the original SDK. */
public function __toString(): string {}
",
];

/// What a service has beside its operations, and the classes of
/// `North_PHP_SDK\client` that are named there.
pub(crate) fn beside(class: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match class {
        "Authentication" => (&TIMER_METHODS, &[]),
        "DeviceUpgrade" => (
            &WAITER_METHODS,
            &["StillRunningException", "UpgradeProgress"],
        ),
        _ => (&[], &[]),
    }
}

/// `DeviceUpgrade`: waiting.
const WAITER_METHODS: [&str; 1] = [r"/**
 * Waits until an upgrade task has ended, and gives its last progress.
 *
 * Polls `queryUpgradeTask`, at intervals that follow the progress, and some
 * pages of `queryUpgradeSubTask`. Signal handlers run meanwhile, if signals are
 * asynchronous. Up to five polls in a row may fail for faults that may pass.
 *
 * The options, in seconds unless they say otherwise:
 *
 * - `timeout`: how long to wait at most; null, the default, for without end. A
 *   last poll is made when the time is up.
 * - `minDelay`: the shortest time between two polls; 5.
 * - `maxDelay`: the longest time; 120.
 * - `pagesPerPoll`: how many pages of subtasks, of 100 rows each, may be read for
 *   each poll on average, and ten times as many at the end, to find those that
 *   have changed; 1, or 0 without a callback. Null for as many as it takes.
 *
 * @param string $operationId
 * @param string|null $accessToken
 * @param (callable(UpgradeProgress): mixed)|null $onProgress called after each
 *     poll; false ends the waiting
 * @param array{timeout?: int|float|null, minDelay?: int|float|null, maxDelay?: int|float|null, pagesPerPoll?: int|null} $options
 * @return UpgradeProgress of the last poll; `isEnded()` is false if the callback
 *     ended the waiting
 * @throws StillRunningException when the time is up
 * @throws NorthApiException
 */
public function waitUntilUpgradeTaskEnds($operationId, #[\SensitiveParameter] $accessToken, ?callable $onProgress = null, array $options = []) {}
"];

/// `Authentication`: the managed token.
const TIMER_METHODS: [&str; 2] = [
    r"/**
 * From now on, null stands for the managed token in every call of this
 * request: the client logs in when it must, renews the token before it ends,
 * and shares it with other processes. Has a token ready when it returns.
 *
 * `northbound.managed_token = 1` in php.ini does the same for all requests.
 * No timer runs: calls renew the token when they find it near its end.
 *
 * @return null
 * @throws NorthApiException if the login fails
 */
public function startRefreshTokenTimer() {}
",
    r"/**
 * Ends that: null is refused with 1009 again, for the rest of this request.
 *
 * @return null
 */
public function stopRefreshTokenTimer() {}
",
];
