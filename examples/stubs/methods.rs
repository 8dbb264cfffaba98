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

/// What `Authentication` has beside its operations.
pub(crate) const TIMER_METHODS: [&str; 2] = [
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
