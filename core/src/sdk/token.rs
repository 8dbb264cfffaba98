//! The access token of a call.

use secrecy::SecretString;

/// The access token of a call. Its value is masked wherever it is printed.
///
/// ```no_run
/// use northbound::Client;
/// use northbound::sdk::Token;
/// use northbound::sdk::device_upgrade::query_upgrade_task;
///
/// # async fn run(client: Client) -> Result<(), northbound::NorthApiError> {
/// // For a client with a managed token:
/// let task = client.send(query_upgrade_task("operation-id", &Token::Managed)?).await?;
///
/// // Without one:
/// let token = client.log_in().await?;
/// let task = client.send(query_upgrade_task("operation-id", &token)?).await?;
///
/// // From elsewhere:
/// let token = Token::from("0c5b2a…");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Token {
    /// The token that the client manages. The client must have been made
    /// [`with_managed_token`](crate::Client::with_managed_token).
    Managed,
    /// A token from a login.
    Access(SecretString),
}

impl From<SecretString> for Token {
    fn from(token: SecretString) -> Self {
        Self::Access(token)
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        Self::Access(token.into())
    }
}

impl From<&str> for Token {
    fn from(token: &str) -> Self {
        Self::Access(token.into())
    }
}
