//! Methods that the table does not define: those that every class of a kind has, and those of
//! single services. They are PHP source, since each is the same everywhere.

/// Methods that DTOs with secrets override.
pub(crate) const SECRETIVE_METHODS: [&str; 3] = [
    r"/**
 * Ignores a property that is not declared, with an E_DEPRECATED that names it.
 *
 * @param string $name
 * @param mixed $value
 * @return void
 */
public function __set($name, #[\SensitiveParameter] $value) {}
",
    r"/**
 * Sets a property, like `$object->name = $value`.
 *
 * @param string $offset
 * @param mixed $value
 * @return void
 */
#[\ReturnTypeWillChange]
public function offsetSet($offset, #[\SensitiveParameter] $value) {}
",
    r"/**
 * Returns the properties for `var_dump()`, with masked secrets.
 *
 * @return array<string, mixed>
 */
public function __debugInfo() {}
",
];

/// Methods that every service has in addition to its operations.
pub(crate) const SERVICE_METHODS: [&str; 3] = [
    r"/**
 * Creates a service that calls the platform through this client. If it is null,
 * through `DefaultNorthApiClient::getDefaultApiClient()`.
 *
 * @param NorthApiClient|null $northApiClient
 */
public function __construct($northApiClient = null) {}
",
    r"/**
 * Returns a property, such as the client: `$service->northApiClient`.
 *
 * @param string $name
 * @return mixed
 */
public function __get($name) {}
",
    r"/**
 * Sets the client: `$service->northApiClient = $client`. Another name is ignored,
 * with an E_DEPRECATED that names it.
 *
 * @param string $name
 * @param mixed $value
 * @return void
 */
public function __set($name, $value) {}
",
];

/// Methods of `ExceptionEnum`.
pub(crate) const EXCEPTION_ENUM_METHODS: [&str; 2] = [
    r"/**
 * Creates an error with a code and a text.
 *
 * @param array<int, string> $error one of this class's constants
 */
public function __construct($error) {}
",
    r"/** Returns the string form of the original SDK. */
public function __toString(): string {}
",
];

/// Returns the methods that a single service has in addition to its operations, and the
/// classes of `North_PHP_SDK\client` that they name.
pub(crate) fn extra_methods(class: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match class {
        "Authentication" => (&TIMER_METHODS, &[]),
        "DeviceUpgrade" => (
            &WAITER_METHODS,
            &["StillRunningException", "UpgradeProgress"],
        ),
        _ => (&[], &[]),
    }
}

/// Method of `DeviceUpgrade` that waits for a task.
const WAITER_METHODS: [&str; 1] = [r"/**
 * Waits until an upgrade task has ended, and returns its last progress.
 *
 * Polls `queryUpgradeTask`, at intervals that depend on the progress, and some
 * pages of `queryUpgradeSubTask`. Signal handlers run meanwhile, if signals are
 * asynchronous. Tolerates up to five failed polls in a row, if the fault may be
 * temporary.
 *
 * Options, in seconds unless stated otherwise:
 *
 * - `timeout`: maximum time to wait; null, the default, for no limit. A last poll
 *   is made when the time is up.
 * - `minDelay`: minimum time between two polls. Default: 5.
 * - `maxDelay`: maximum time between two polls. Default: 120.
 * - `pagesPerPoll`: number of pages of 100 subtasks that may be read for each poll
 *   on average, and ten times as many at the end, to find the subtasks that have
 *   changed. Null for no limit. Default: 1, or 0 without a callback.
 *
 * @param string $operationId
 * @param string|(callable(): string)|null $accessToken the token, or a callable that
 *     returns one: it is called now, and again when the platform refuses a token
 * @param (callable(UpgradeProgress): mixed)|null $onProgress called after each
 *     poll; return false to stop waiting
 * @param array{timeout?: int|float|null, minDelay?: int|float|null, maxDelay?: int|float|null, pagesPerPoll?: int|null} $options
 * @return UpgradeProgress of the last poll; `isEnded()` is false if the callback
 *     stopped the waiting
 * @throws StillRunningException when the time is up
 * @throws NorthApiException
 */
public function waitUntilUpgradeTaskEnds($operationId, #[\SensitiveParameter] $accessToken, ?callable $onProgress = null, array $options = []) {}
"];

/// Methods of `Authentication` that switch the managed token on and off.
const TIMER_METHODS: [&str; 2] = [
    r"/**
 * Switches the managed token on: until the end of this request, null as the
 * access token of a call means the managed token. The client logs in if
 * necessary, renews the token before it expires, and shares it with other
 * processes. A token is ready when this method returns.
 *
 * `northbound.managed_token = 1` in php.ini does the same for all requests.
 * No timer runs: a call renews the token if it expires soon.
 *
 * @return null
 * @throws NorthApiException if the login fails
 */
public function startRefreshTokenTimer() {}
",
    r"/**
 * Switches the managed token off: until the end of this request, null as the
 * access token is refused with 1009.
 *
 * @return null
 */
public function stopRefreshTokenTimer() {}
",
];
