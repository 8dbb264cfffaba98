<?php
// Each file of this folder loads this one. It sets no variables, because they
// would be the application's.
if (function_exists('ini_set')) {
    // List items are plain arrays in the original, and applications add keys to them.
    if (get_cfg_var('northbound.rows') === false) {
        ini_set('northbound.rows', 'array');
    }
    // PropertyUtil::init() looks for config/application.ini in this folder and above.
    if (get_cfg_var('northbound.shim_dir') === false) {
        @ini_set('northbound.shim_dir', dirname(__DIR__));
    }
}
