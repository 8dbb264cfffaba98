//! Methods that do not come from the table: those that every class of a kind
//! has. As PHP source, since each is the same everywhere.

/// The methods of every DTO; `VALUE` is the parameter that may hold a secret.
pub(crate) const DTO_METHODS: [&str; 10] = [
    r"/**
 * Reads a member that only the platform knows; null if there is none.
 *
 * @param string $name
 * @return mixed
 */
public function __get($name) {}
",
    r"/**
 * Ignores a member that is not declared, with an E_DEPRECATED that names it.
 *
 * @param string $name
 * @param mixed $value
 * @return void
 */
public function __set($name, VALUE) {}
",
    r"/** The string form of the original SDK; secrets are masked. */
public function __toString(): string {}
",
    r"/**
 * The members that are not null, in declared order.
 *
 * @return array<string, mixed>|\stdClass an object if there are none
 */
#[\ReturnTypeWillChange]
public function jsonSerialize() {}
",
    r"/**
 * Whether the member is there and not null.
 *
 * @param string $offset
 * @return bool
 */
#[\ReturnTypeWillChange]
public function offsetExists($offset) {}
",
    r"/**
 * The member; null if there is none.
 *
 * @param string $offset
 * @return mixed
 */
#[\ReturnTypeWillChange]
public function offsetGet($offset) {}
",
    r"/**
 * Assigns a member, as `$object->name = $value` does.
 *
 * @param string $offset
 * @param mixed $value
 * @return void
 */
#[\ReturnTypeWillChange]
public function offsetSet($offset, VALUE) {}
",
    r"/**
 * Sets a member to null.
 *
 * @param string $offset
 * @return void
 */
#[\ReturnTypeWillChange]
public function offsetUnset($offset) {}
",
    r"/**
 * Over the members that are not null.
 *
 * @return \ArrayIterator<string, mixed>
 */
#[\ReturnTypeWillChange]
public function getIterator() {}
",
    r"/**
 * How many members are not null.
 *
 * @return int
 */
#[\ReturnTypeWillChange]
public function count() {}
",
];

/// What DTOs with secrets have besides.
pub(crate) const DEBUG_INFO: &str = r"/**
 * What `var_dump()` shows: secrets are masked.
 *
 * @return array<string, mixed>
 */
public function __debugInfo() {}
";

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
