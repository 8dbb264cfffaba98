--TEST--
northbound loads, and has its function, classes and settings
--EXTENSIONS--
northbound
--FILE--
<?php
$extension = new ReflectionExtension('northbound');
var_dump(preg_match('/^\d+\.\d+\.\d+/', $extension->getVersion()));
echo $extension->getFunctions()['queryUpgradeSubTask']->getName(), "\n";
var_dump(array_key_exists('northbound.platform_ip', $extension->getINIEntries()));

try {
    queryUpgradeSubTask(new QueryUpgradeSubTaskInDTO(), 'operation', 'token');
} catch (North_PHP_SDK\client\NorthApiException $exception) {
    echo get_class($exception), "\n";
}
?>
--INI--
northbound.platform_ip=
--EXPECT--
int(1)
queryUpgradeSubTask
bool(true)
North_PHP_SDK\client\NorthApiException
