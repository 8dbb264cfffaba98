<?php
// Stands for log4php, which the original SDK loads. It writes to PHP's error log
// from the level `northbound.shim_log` of php.ini on, and nothing without it. To
// have log4php itself, put it in this folder: php/shim.php does not overwrite it.

defined('LOG4PHP_DIR') || define('LOG4PHP_DIR', __DIR__);

if (!class_exists('Logger', false)) {
    /** The methods of log4php's Logger that applications call. */
    class Logger
    {
        private const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

        private static $loggers = [];

        private $name;

        public function __construct($name)
        {
            $this->name = $name;
        }

        public static function getLogger($name)
        {
            return self::$loggers[$name] ??= new self($name);
        }

        public static function getRootLogger()
        {
            return self::getLogger('root');
        }

        /** Does nothing: the level is in php.ini. */
        public static function configure($configuration = null, $configurator = null)
        {
        }

        public function getName()
        {
            return $this->name;
        }

        public function trace($message, $throwable = null)
        {
            $this->write('trace', $message, $throwable);
        }

        public function debug($message, $throwable = null)
        {
            $this->write('debug', $message, $throwable);
        }

        public function info($message, $throwable = null)
        {
            $this->write('info', $message, $throwable);
        }

        public function warn($message, $throwable = null)
        {
            $this->write('warn', $message, $throwable);
        }

        public function error($message, $throwable = null)
        {
            $this->write('error', $message, $throwable);
        }

        public function fatal($message, $throwable = null)
        {
            $this->write('fatal', $message, $throwable);
        }

        public function isTraceEnabled()
        {
            return self::isEnabled('trace');
        }

        public function isDebugEnabled()
        {
            return self::isEnabled('debug');
        }

        public function isInfoEnabled()
        {
            return self::isEnabled('info');
        }

        public function isWarnEnabled()
        {
            return self::isEnabled('warn');
        }

        public function isErrorEnabled()
        {
            return self::isEnabled('error');
        }

        public function isFatalEnabled()
        {
            return self::isEnabled('fatal');
        }

        private static function isEnabled($level)
        {
            $from = array_search(strtolower((string) get_cfg_var('northbound.shim_log')), self::LEVELS, true);
            return $from !== false && array_search($level, self::LEVELS, true) >= $from;
        }

        private function write($level, $message, $throwable)
        {
            if (self::isEnabled($level)) {
                $text = is_scalar($message) || $message instanceof Stringable ? (string) $message : json_encode($message);
                error_log(strtoupper($level) . " $this->name: $text" . ($throwable === null ? '' : "\n$throwable"));
            }
        }
    }
}
