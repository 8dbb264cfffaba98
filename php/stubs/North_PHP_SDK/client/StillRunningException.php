<?php

namespace North_PHP_SDK\client;

/** What was waited for has not happened in time. It goes on: wait again. */
class StillRunningException extends NorthApiException
{
    /**
     * How far it had come at the last poll.
     *
     * @return UpgradeProgress|null
     */
    public function getProgress() {}
}
