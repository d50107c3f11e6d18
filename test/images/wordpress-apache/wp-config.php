<?php
// The variables of the official image, each with its form that names a file.
function value(string $name, string $default): string {
  $file = getenv("WORDPRESS_{$name}_FILE");
  return $file ? rtrim(file_get_contents($file)) : (getenv("WORDPRESS_$name") ?: $default);
}
define('DB_NAME', value('DB_NAME', 'wordpress'));
define('DB_USER', value('DB_USER', 'wordpress'));
define('DB_PASSWORD', value('DB_PASSWORD', ''));
define('DB_HOST', value('DB_HOST', 'mysql'));
define('DB_CHARSET', 'utf8mb4');
$table_prefix = value('TABLE_PREFIX', 'wp_');
if (($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https') $_SERVER['HTTPS'] = 'on';
// Nothing is asked outside, and nothing at its own public name.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
