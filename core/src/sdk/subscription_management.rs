//! Subscriptions to notifications that the platform pushes (`SubscriptionManagement`).
//!
//! [`Notification`](super::Notification) decodes the notifications.
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::subscription_management::{
//!     NotificationType, SubDeviceDataInDto, sub_device_data3,
//! };
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let subscription = SubDeviceDataInDto::default()
//!     .notify_type(NotificationType::DeviceDataChanged)
//!     .callback_url("https://app.example.com:443/notifications");
//! let created = client.send(sub_device_data3(&subscription, None, &Token::Managed)?).await?;
//! println!("subscription id: {:?}", created.subscription_id);
//! # Ok(())
//! # }
//! ```

use super::table::argument::{BearerToken, Fields, Path, Query};

words! {
    /// Type of the notifications that the platform pushes.
    NotificationType {
        /// A device was bound.
        BindDevice = "bindDevice",
        /// A device was registered.
        DeviceAdded = "deviceAdded",
        /// The information of a device changed.
        DeviceInfoChanged = "deviceInfoChanged",
        /// A service of a device reported data.
        DeviceDataChanged = "deviceDataChanged",
        /// Services of a device reported data.
        DeviceDatasChanged = "deviceDatasChanged",
        /// A device was deleted.
        DeviceDeleted = "deviceDeleted",
        /// A device received a message.
        MessageConfirm = "messageConfirm",
        /// A device responded to a command.
        CommandRsp = "commandRsp",
        /// A device reported an event.
        DeviceEvent = "deviceEvent",
        /// A service of a device changed.
        ServiceInfoChanged = "serviceInfoChanged",
        /// A device model was added.
        DeviceModelAdded = "deviceModelAdded",
        /// A device model was deleted.
        DeviceModelDeleted = "deviceModelDeleted",
        /// A rule fired.
        RuleEvent = "ruleEvent",
        /// Desired properties of a device were delivered.
        DeviceDesiredPropertiesModifyStatusChanged = "deviceDesiredPropertiesModifyStatusChanged",
    }

    /// Type of the notifications of management data that the platform pushes.
    ManagementNotificationType {
        /// The state of a software upgrade changed.
        SwUpgradeStateChange = "swUpgradeStateChangeNotify",
        /// A software upgrade ended.
        SwUpgradeResult = "swUpgradeResultNotify",
        /// The state of a firmware upgrade changed.
        FwUpgradeStateChange = "fwUpgradeStateChangeNotify",
        /// A firmware upgrade ended.
        FwUpgradeResult = "fwUpgradeResultNotify",
    }

    /// Channel of a subscription.
    Channel {
        /// HTTP requests to a URL.
        Http = "HTTP",
        /// Messages to an MQTT client.
        Mqtt = "MQTT",
    }
}

dto! {
    /// Subscription to business data, to create.
    SubDeviceDataInDto = "SubDeviceDataInDTO" {
        /// Id of the application that owns the devices; null for the calling
        /// application. At most 256 characters.
        app_id: String = "appId",
        /// Type of the notifications to push: `bindDevice`, `deviceAdded`,
        /// `deviceInfoChanged`, `deviceDataChanged`, `deviceDatasChanged`,
        /// `deviceDeleted`, `messageConfirm`, `commandRsp`, `deviceEvent`,
        /// `serviceInfoChanged`, `deviceModelAdded`, `deviceModelDeleted`,
        /// `ruleEvent` or `deviceDesiredPropertiesModifyStatusChanged`.
        /// Mandatory.
        notify_type: NotificationType = "notifyType",
        /// URL to push to: HTTPS, with the port; HTTP is for tests. Mandatory.
        callback_url: String = "callbackUrl",
        /// Channel: `HTTP` (default), or `MQTT` for an MQTT client.
        channel: Channel = "channel",
    }

    /// Subscription to management data, to create.
    SubDeviceManagementDataInDto = "SubDeviceManagementDataInDTO" {
        /// Type of the notifications to push: `swUpgradeStateChangeNotify`,
        /// `swUpgradeResultNotify`, `fwUpgradeStateChangeNotify` or
        /// `fwUpgradeResultNotify`. Mandatory.
        notify_type: ManagementNotificationType = "notifyType",
        /// URL to push to (sic: no capital u): HTTPS, with the port; HTTP is
        /// for tests. Mandatory.
        callbackurl: String = "callbackurl",
    }

    /// A subscription.
    SubscriptionDto = "SubscriptionDTO" {
        /// Identifies the subscription.
        subscription_id: String = "subscriptionId",
        /// Type of the notifications that the platform pushes.
        notify_type: String = "notifyType",
        /// URL to which the platform pushes.
        callback_url: String = "callbackUrl",
        /// Ids of the MQTT clients to which the platform pushes.
        client_ids: Vec<String> = "clientIds",
    } [string form as "SubDeviceDataOutDTO"]

    /// Query for a list of subscriptions.
    QueryBatchSubInDto = "QueryBatchSubInDTO" {
        /// Id of the application that owns the subscriptions; null for the
        /// calling application. At most 256 characters.
        app_id: String = "appId",
        /// Selects only subscriptions to this type of notification. At most 256
        /// characters.
        notify_type: String = "notifyType",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Items per page. Default: 10.
        page_size: i64 = "pageSize",
    }

    /// A page of subscriptions.
    QueryBatchSubOutDto = "QueryBatchSubOutDTO" {
        /// Number of subscriptions on all pages.
        total_count: i64 = "totalCount",
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// The subscriptions of this page.
        subscriptions: Vec<SubscriptionDto> = "subscriptions",
    }

    /// Selection of the subscriptions to delete.
    DeleteBatchSubInDto = "DeleteBatchSubInDTO" {
        /// Id of the application that owns the subscriptions; null for the
        /// calling application. At most 256 characters.
        app_id: String = "appId",
        /// Selects only subscriptions to this type of notification. At most 256
        /// characters.
        notify_type: String = "notifyType",
        /// Selects only subscriptions that push to this URL.
        callback_url: String = "callbackUrl",
    }
}

service! {
    /// Subscriptions: the notifications that the platform pushes to the
    /// application, and the URL that it pushes them to.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own devices, or the id of the
    /// owner for devices that it is authorized for; 100203 (no such
    /// application) and 100217 (not authorized) refer to that id.
    "SubscriptionManagement" {
        /// Subscribes to business data of devices: `subDeviceData` with three
        /// arguments.
        ///
        /// `ownerFlag`: `false` if the callback URL belongs to the application
        /// that authorizes, `true` if it belongs to the authorized one, null if
        /// that does not matter.
        ///
        /// Errors of the platform: 200001 (no such resource), 200002
        /// (subscription exists), 100222 (callback URL illegal), 100234
        /// (callback URL conflicts with another), 100007 (bad request), 50400
        /// (input invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2232.
        sub_device_data3(
            sdd_in_dto "sddInDTO": Fields<SubDeviceDataInDto>,
            owner_flag "ownerFlag": Query,
            access_token "accessToken": BearerToken,
        ) = "subDeviceData3" Post "/iocm/app/sub/v1.2.0/subscriptions" -> SubscriptionDto;

        /// Subscribes to management data of devices, that is, upgrades:
        /// `subDeviceData` with two arguments.
        ///
        /// Errors of the platform: 120015 (bad request), 200002 (subscription
        /// exists), 100222 (callback URL illegal), 120001 (internal error).
        ///
        /// Vendor page: iot_06_2233.
        sub_device_data2(
            smd_in_dto "smdInDTO": Fields<SubDeviceManagementDataInDto>,
            access_token "accessToken": BearerToken,
        ) = "subDeviceData2" Post "/iodm/app/sub/v1.1.0/subscribe";

        /// Describes a subscription.
        ///
        /// Errors of the platform: 200001 (no such subscription), 100222
        /// (callback URL illegal), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2234.
        query_single_subscription(
            subscription_id "subscriptionId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "querySingleSubscription" Get "/iocm/app/sub/v1.2.0/subscriptions/{subscriptionId}"
            -> SubscriptionDto;

        /// Deletes a subscription.
        ///
        /// Errors of the platform: 200001 (no such subscription), 50252
        /// (internal error).
        ///
        /// Vendor page: iot_06_2236.
        delete_single_subscription(
            subscription_id "subscriptionId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "deleteSingleSubscription" Delete "/iocm/app/sub/v1.2.0/subscriptions/{subscriptionId}";

        /// Lists subscriptions.
        ///
        /// Errors of the platform: 100022 (pageNo or pageSize invalid), 100222
        /// (callback URL illegal), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2235.
        query_batch_subscriptions(
            qbs_in_dto "qbsInDTO": Fields<QueryBatchSubInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryBatchSubscriptions" Get "/iocm/app/sub/v1.2.0/subscriptions"
            -> QueryBatchSubOutDto;

        /// Deletes subscriptions.
        ///
        /// Errors of the platform: 200001 (no such subscription), 50252
        /// (internal error).
        ///
        /// Vendor page: iot_06_2237.
        delete_batch_subscriptions(
            dbs_in_dto "dbsInDTO": Fields<DeleteBatchSubInDto>,
            access_token "accessToken": BearerToken,
        ) = "deleteBatchSubscriptions" Delete "/iocm/app/sub/v1.2.0/subscriptions";
    }
    "subDeviceData" is "subDeviceData2" or "subDeviceData3";
}
