//! All refusals of the interface, named after their reason.

use super::Refusal;

// The gateway and the login.

pub(crate) const BAD_TOKEN: Refusal =
    Refusal::gateway(403, "1010005", "Invalid access token or appId.");
pub(crate) const THROTTLED: Refusal = Refusal::gateway(403, "1010009", "app throttle exceed");

pub(crate) const BAD_CREDENTIALS: Refusal =
    Refusal::service(401, "100208", "AppId or secret is not right.");
pub(crate) const MISSING_PARAMETER: Refusal =
    Refusal::service(400, "102202", "Required parameter is null or empty.");
pub(crate) const INVALID_INPUT: Refusal = Refusal::service(400, "50400", "The input is invalid.");
pub(crate) const INTERNAL: Refusal = Refusal::service(500, "50252", "Internal server error.");
pub(crate) const NO_RESOURCE: Refusal =
    Refusal::service(404, "200001", "The resource is not found.");

// Upgrades and the subscriptions to them.

pub(crate) const BAD_REQUEST: Refusal = Refusal::service(400, "120015", "Bad request.");
pub(crate) const PAGE_LIMIT: Refusal =
    Refusal::service(400, "123029", "pageNo or pageSize beyond the limit.");
pub(crate) const NO_PACKAGE: Refusal =
    Refusal::service(404, "123002", "Device or package file not found.");
pub(crate) const NO_OPERATION: Refusal =
    Refusal::service(404, "123009", "The operation is not found.");

pub(crate) const MISMATCH: Refusal = Refusal::service(
    400,
    "123016",
    "The target version does not match the device.",
);
pub(crate) const NO_MANUFACTURER: Refusal =
    Refusal::service(400, "123019", "The manufacturerName is empty.");
pub(crate) const NO_DEVICE_TYPE: Refusal =
    Refusal::service(400, "123020", "The deviceType is empty.");
pub(crate) const NO_MODEL: Refusal = Refusal::service(400, "123021", "The model is empty.");
pub(crate) const NO_TARGETS: Refusal = Refusal::service(
    400,
    "123022",
    "The deviceGroups and devices are both empty.",
);
pub(crate) const TWO_TARGETS: Refusal = Refusal::service(
    400,
    "123023",
    "The deviceGroups and devices cannot both be given.",
);
pub(crate) const TOO_MANY_TARGETS: Refusal = Refusal::service(
    400,
    "123024",
    "The deviceGroups or devices are more than 256.",
);
pub(crate) const BAD_EXECUTE_TYPE: Refusal =
    Refusal::service(400, "123025", "The executeType is wrong or empty.");
pub(crate) const BAD_TIMES: Refusal = Refusal::service(
    400,
    "123026",
    "The startTime or endTime is empty or malformed.",
);
pub(crate) const NO_GROUP: Refusal =
    Refusal::service(400, "123027", "Some device groups do not exist.");
pub(crate) const BAD_RETRY_TIMES: Refusal = Refusal::service(
    400,
    "123028",
    "The retryTimes is empty or not between 1 and 5.",
);
pub(crate) const TIMES_SWAPPED: Refusal =
    Refusal::service(400, "123032", "The startTime is later than the endTime.");
pub(crate) const START_PASSED: Refusal = Refusal::service(
    400,
    "123033",
    "The startTime is earlier than the current time.",
);

// Common to the other services. If no source publishes the HTTP status of a code,
// the status follows from its meaning.

pub(crate) const BAD_MESSAGE: Refusal =
    Refusal::service(400, "100007", "The request message is invalid.");
pub(crate) const BAD_INPUT: Refusal = Refusal::service(400, "100022", "The input is invalid.");
pub(crate) const BAD_PARAMETER: Refusal =
    Refusal::service(400, "100405", "The request parameter is invalid.");
pub(crate) const NO_APP: Refusal =
    Refusal::service(403, "100203", "The application does not exist.");
pub(crate) const OTHER_APP: Refusal =
    Refusal::service(403, "100217", "The application hasn't been authorized.");

pub(crate) const NO_DEVICE: Refusal = Refusal::service(404, "100403", "The device does not exist.");
pub(crate) const NODE_ID_TAKEN: Refusal =
    Refusal::service(400, "100426", "The nodeId is duplicated.");
pub(crate) const NO_DEVICE_OR_GATEWAY: Refusal = Refusal::service(
    400,
    "100419",
    "The deviceId and gatewayId can't be both null.",
);

// The command services return these with status 200, as documented.

pub(crate) const DEVICE_OFFLINE: Refusal =
    Refusal::service(200, "100428", "The device is not online.");
pub(crate) const NO_COMMAND: Refusal =
    Refusal::service(200, "100434", "The device command does not exist.");
pub(crate) const COMMAND_FINISHED: Refusal = Refusal::service(
    200,
    "100435",
    "The device command has been canceled, expired or executed.",
);
pub(crate) const COMMAND_NO_APP: Refusal =
    Refusal::service(200, "100203", "The application does not exist.");
pub(crate) const COMMAND_OTHER_APP: Refusal =
    Refusal::service(200, "100217", "The application hasn't been authorized.");
pub(crate) const TOO_MANY_COMMANDS: Refusal = Refusal::service(
    400,
    "100223",
    "The number of pending commands exceeds the limit.",
);
pub(crate) const BAD_COMMAND_NAME: Refusal =
    Refusal::service(400, "102203", "The command name is invalid.");

pub(crate) const GROUP_FULL: Refusal = Refusal::service(400, "100601", "The device group is full.");
pub(crate) const GROUP_TAKEN: Refusal =
    Refusal::service(400, "100602", "The device group name already exists.");
pub(crate) const GROUP_MISSING: Refusal =
    Refusal::service(404, "100603", "The device group does not exist.");
pub(crate) const BAD_GROUP: Refusal =
    Refusal::service(400, "100604", "The device group parameter is invalid.");
pub(crate) const TOO_MANY_GROUPS: Refusal = Refusal::service(
    400,
    "100607",
    "The number of device groups exceeds the limit.",
);
pub(crate) const TOO_MANY_MEMBERS: Refusal = Refusal::service(
    400,
    "100609",
    "Too many devices are added to the device group.",
);

pub(crate) const BAD_CALLBACK: Refusal =
    Refusal::service(400, "100222", "The callback address is illegal.");
pub(crate) const SUBSCRIBED: Refusal =
    Refusal::service(409, "200002", "The subscription already exists.");

pub(crate) const BAD_RULE: Refusal = Refusal::service(400, "101401", "The rule input is invalid.");
pub(crate) const RULE_TAKEN: Refusal =
    Refusal::service(400, "101402", "The rule name already exists.");
pub(crate) const NO_RULE: Refusal = Refusal::service(404, "101403", "The rule does not exist.");
pub(crate) const TOO_MANY_RULES: Refusal =
    Refusal::service(400, "101404", "The number of rules exceeds the limit.");

pub(crate) const TOO_MANY_BATCHES: Refusal = Refusal::service(
    400,
    "105001",
    "The number of unfinished batch tasks exceeds the limit.",
);
pub(crate) const BATCH_TAKEN: Refusal =
    Refusal::service(400, "105002", "The batch task name already exists.");
pub(crate) const NO_BATCH: Refusal =
    Refusal::service(404, "105005", "The batch task does not exist.");
